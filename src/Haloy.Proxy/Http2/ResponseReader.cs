using System.Globalization;
using Haloy.Proxy.Forwarding;
using Haloy.Proxy.Http1;

namespace Haloy.Proxy.Http2;

/// <summary>Makes a <see cref="ResponseHead"/> out of the fields of an HTTP/2 response.</summary>
internal sealed class ResponseReader() : HeadReader(MaxFields)
{
    private const int MaxFields = 256;

    private bool _hasStatus;

    /// <summary>What was read, valid until the next.</summary>
    public ResponseHead Head { get; } = new();

    /// <summary>Begins a response.</summary>
    public void Begin()
    {
        Head.Clear();
        Reset();
        _hasStatus = false;
    }

    /// <summary>Ends the head; returns what is wrong with it, <see langword="null"/> for nothing.</summary>
    /// <param name="endsStream">Whether no body follows.</param>
    public string? Finish(bool endsStream)
    {
        if (Problem is null && !_hasStatus)
            Problem = "its status is missing";
        if (Problem is null && Head.Status < 200 && endsStream)
            Problem = "it ends with an interim response";
        Append("\r\n"u8);
        Head.Length = Length;
        return Problem;
    }

    protected override string? TakePseudo(ReadOnlySpan<byte> name, ReadOnlySpan<byte> value)
    {
        if (!name.SequenceEqual(":status"u8) || _hasStatus)
            return "a pseudo-header field is not allowed";
        _hasStatus = true;
        // HTTP/2 has no 101 (RFC 9113 §8.6).
        if (value.Length != 3 || !int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var status) || status is < 100 or > 599 or 101)
            return "its status makes no sense";
        Append("HTTP/1.1 "u8);
        Append(value);
        Append(" "u8);
        Append(ReasonPhrase.Of(status));
        (Head.Status, Head.IsHttp11, Head.StatusLineLength) = (status, true, Length);
        Append("\r\n"u8);
        return null;
    }

    protected override void TakeField(ReadOnlySpan<byte> name, ReadOnlySpan<byte> value)
    {
        var role = ResponseHeadParser.RoleOf(name);
        Head.HasDate |= name.SequenceEqual("date"u8);
        Head.AnnouncesTrailers |= role == FieldRole.Trailer;
        if (role == FieldRole.ContentLength)
            Problem = TakeLength(value);
        Head.Add(Write(name, value, role));
    }

    private string? TakeLength(ReadOnlySpan<byte> value)
    {
        if (RequestHeadParser.TryLength(value) is not { } length)
            return "its Content-Length is not a number";
        if (Head.ContentLength is { } earlier && earlier != length)
            return "it has two different Content-Length fields";
        Head.ContentLength = length;
        return null;
    }
}
