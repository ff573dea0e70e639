using System.Text;
using Haloy.Proxy.Forwarding;
using Haloy.Proxy.Http1;

namespace Haloy.Proxy.Http2;

/// <summary>Makes a <see cref="RequestHead"/> out of the fields of an HTTP/2 request.</summary>
internal sealed class RequestReader() : HeadReader(MaxFields)
{
    private const int MaxFields = 200;

    private byte[] _pseudo = new byte[512];
    private int _pseudoLength;
    private Range _method;
    private Range _path;
    private Range _authority;
    private bool _hasMethod;
    private bool _hasPath;
    private bool _hasAuthority;
    private bool _hasScheme;
    private List<byte>? _cookies;
    private int _cookieField = -1;
    private RequestHead _head = null!;

    /// <summary>Begins a request.</summary>
    public void Begin(RequestHead head)
    {
        head.Clear();
        Reset();
        (_head, _pseudoLength, _cookieField) = (head, 0, -1);
        // Of a request that was refused before its end.
        _cookies?.Clear();
        _hasMethod = _hasPath = _hasAuthority = _hasScheme = false;
        _method = _path = _authority = default;
    }

    /// <summary>Ends the head.</summary>
    /// <param name="endsStream">Whether no body follows.</param>
    /// <exception cref="MalformedRequestException">The request is malformed.</exception>
    public void Finish(bool endsStream)
    {
        CloseCookies();
        if (Problem is null)
            Problem = Missing();
        if (Problem is not null)
            throw new MalformedRequestException(Problem);

        // Behind the fields, where no field is looked for: method, target and host.
        var end = Length;
        Append("\r\n"u8);
        var offset = Length;
        Append(_pseudo.AsSpan(0, _pseudoLength));
        _head.Method = Shift(_method, offset);
        _head.Target = Shift(_path, offset);
        if (_hasAuthority)
            _head.Host = Shift(_authority, offset);
        (_head.Length, _head.IsHttp11) = (end + 2, true);
        RequestHeadParser.Classify(_pseudo.AsSpan(_method), _head);
        Frame(endsStream);
    }

    private static Range Shift(Range range, int by) => (range.Start.Value + by)..(range.End.Value + by);

    private void Frame(bool endsStream)
    {
        if (_head.IsConnect)
            throw new MalformedRequestException("CONNECT is not supported");
        if (Bytes[_head.Target].SequenceEqual("*"u8) && !Bytes[_head.Method].SequenceEqual("OPTIONS"u8))
            throw new MalformedRequestException("only OPTIONS can be about the server as a whole");
        // A length that does not fit the frames would make the backend take the next request for the body.
        if (endsStream && _head.ContentLength > 0)
            throw new MalformedRequestException("it has a length and no body");
        _head.IsChunked = !endsStream && _head.ContentLength is null;
    }

    private string? Missing()
    {
        if (!_hasMethod || !_hasPath || !_hasScheme)
            return "a pseudo-header field is missing";
        if (!_hasAuthority && !_head.HasHost)
            return "it names no host";
        if (_hasAuthority && _head.HasHost && !Ascii.EqualsIgnoreCase(Bytes[_head.Host], _pseudo.AsSpan(_authority)))
            return "its authority and its Host differ";
        return HostSyntax.IsValid(_hasAuthority ? _pseudo.AsSpan(_authority) : Bytes[_head.Host]) ? null : "its host is malformed";
    }

    protected override string? TakePseudo(ReadOnlySpan<byte> name, ReadOnlySpan<byte> value)
    {
        if (name.SequenceEqual(":method"u8) && !_hasMethod && FieldSyntax.IsToken(value))
            (_hasMethod, _method) = (true, Keep(value));
        else if (name.SequenceEqual(":path"u8) && !_hasPath && IsPath(value))
            (_hasPath, _path) = (true, Keep(value));
        else if (name.SequenceEqual(":authority"u8) && !_hasAuthority)
            (_hasAuthority, _authority) = (true, Keep(value));
        else if (name.SequenceEqual(":scheme"u8) && !_hasScheme && (value.SequenceEqual("https"u8) || value.SequenceEqual("http"u8)))
            _hasScheme = true;
        else
            return "a pseudo-header field is not allowed";
        return null;
    }

    private static bool IsPath(ReadOnlySpan<byte> path) =>
        (path.Length is > 0 and <= RequestHeadParser.MaxRequestLine && path[0] == (byte)'/' && !path.ContainsAnyExceptInRange((byte)'!', (byte)'~') && !path.Contains((byte)'#')) || path.SequenceEqual("*"u8);

    protected override void TakeField(ReadOnlySpan<byte> name, ReadOnlySpan<byte> value)
    {
        // HTTP/2 may split cookies into several fields, HTTP/1.1 may not (RFC 9113 §8.2.3).
        if (_cookieField >= 0 && name.SequenceEqual("cookie"u8))
            AddCookie(value);
        else
            Add(name, value, RequestFields.RoleOf(name));
    }

    private void Add(ReadOnlySpan<byte> name, ReadOnlySpan<byte> value, FieldRole role)
    {
        var field = Write(name, value, role);
        if (name.SequenceEqual("cookie"u8))
            _cookieField = field.NameStart;
        _head.Add(field);
        Problem ??= Note(role, value, field.ValueStart);
    }

    // Later crumbs go behind the last field and are moved to the first at the end.
    private void AddCookie(ReadOnlySpan<byte> value)
    {
        _cookies ??= [];
        _cookies.AddRange("; "u8);
        _cookies.AddRange(value);
    }

    private void CloseCookies()
    {
        if (_cookies is not { Count: > 0 } cookies)
            return;
        var name = "cookie"u8;
        Span<byte> all = [.. ValueAt(_cookieField, name.Length), .. cookies];
        cookies.Clear();
        // The crumb that was written is taken for one more field of no meaning to anyone but us.
        _head.Drop(_cookieField);
        Add(name, all, FieldRole.EndToEnd);
    }

    private ReadOnlySpan<byte> ValueAt(int field, int nameLength)
    {
        var value = Bytes[(field + nameLength + 2)..];
        return value[..value.IndexOf((byte)'\r')];
    }

    private string? Note(FieldRole role, ReadOnlySpan<byte> value, int position)
    {
        switch (role)
        {
            case FieldRole.Host when _head.HasHost:
                return "it has more than one Host";
            case FieldRole.Host:
                (_head.HasHost, _head.Host) = (true, position..(position + value.Length));
                return null;
            case FieldRole.ContentLength when _head.ContentLength is not null:
                return "it has more than one Content-Length";
            case FieldRole.ContentLength:
                _head.ContentLength = RequestHeadParser.TryLength(value);
                return _head.ContentLength is null ? "its Content-Length is not a number" : null;
            case FieldRole.TransferExtensions:
                _head.TakesTrailers = value.SequenceEqual("trailers"u8);
                return _head.TakesTrailers ? null : "TE says more than trailers";
            case FieldRole.Expect:
                _head.ExpectsContinue = Ascii.EqualsIgnoreCase(value, "100-continue"u8);
                return null;
            default:
                return null;
        }
    }

    private Range Keep(ReadOnlySpan<byte> value)
    {
        if (_pseudo.Length - _pseudoLength < value.Length)
            Array.Resize(ref _pseudo, (_pseudo.Length * 2) + value.Length);
        value.CopyTo(_pseudo.AsSpan(_pseudoLength));
        _pseudoLength += value.Length;
        return (_pseudoLength - value.Length).._pseudoLength;
    }
}
