using System.Text;
using Haloy.Proxy.Forwarding;

namespace Haloy.Proxy.Http1;

/// <summary>
/// Strict parser of HTTP/1.x request heads (RFC 9112 §2, §3 and §5). Whatever two readers could understand in two ways is refused: behind
/// us stands another reader, and the difference between the two is a smuggled request.
/// </summary>
internal static class RequestHeadParser
{
    /// <summary>Longest head in bytes.</summary>
    public const int MaxHead = 64 * 1024;

    /// <summary>Longest request line in bytes.</summary>
    public const int MaxRequestLine = 16 * 1024;

    private const int MaxFields = 200;

    /// <summary>Parses the head at the beginning of <paramref name="data"/>.</summary>
    /// <returns><see langword="false"/> when its end has not arrived yet; what has is checked as far as lines go.</returns>
    /// <exception cref="BadRequestException">The head is malformed, ambiguous or too large.</exception>
    public static bool TryParse(ReadOnlySpan<byte> data, RequestHead head)
    {
        head.Clear();
        // No byte beyond a limit is looked at: else the answer would depend on how many of them had come with it.
        data = data[..Math.Min(data.Length, MaxHead)];
        // One empty line before a request is put up with (RFC 9112 §2.2).
        var start = data.StartsWith("\r\n"u8) ? 2 : 0;
        var first = data[..Math.Min(data.Length, start + MaxRequestLine + 2)];
        if (!TryLine(first, start, out var line))
            return first.Length < start + MaxRequestLine + 2 ? false : throw new BadRequestException(414, "The request line is too long");
        ParseRequestLine(data, line, start, head);

        var position = start + line.Length + 2;
        var count = 0;
        while (TryLine(data, position, out line))
        {
            if (line.IsEmpty)
            {
                head.Length = position + 2;
                Finish(head, data);
                return true;
            }

            if (++count > MaxFields)
                throw new BadRequestException(431, "The request has too many header fields");
            ParseField(data, line, position, head);
            position += line.Length + 2;
        }

        return data.Length < MaxHead ? false : throw new BadRequestException(431, "The request head is too large");
    }

    private static bool TryLine(ReadOnlySpan<byte> data, int start, out ReadOnlySpan<byte> line)
    {
        var end = data[start..].IndexOf((byte)'\n');
        if (end < 0)
        {
            line = default;
            return false;
        }

        if (end == 0 || data[start + end - 1] != (byte)'\r')
            throw new BadRequestException(400, "A line of the request ends without CR");
        line = data.Slice(start, end - 1);
        return true;
    }

    private static void ParseRequestLine(ReadOnlySpan<byte> data, ReadOnlySpan<byte> line, int start, RequestHead head)
    {
        var method = line.IndexOf((byte)' ');
        var version = line.LastIndexOf((byte)' ');
        if (method <= 0 || version <= method + 1 || !FieldSyntax.IsToken(line[..method]))
            throw new BadRequestException(400, "The request line is malformed");
        var target = line[(method + 1)..version];
        // A fragment is never sent (RFC 9112 §3.2); some apps would cut it off, and so see another path than was routed by.
        if (target.ContainsAnyExceptInRange((byte)'!', (byte)'~') || target.Contains((byte)'#'))
            throw new BadRequestException(400, "The request target has characters that are not allowed");
        head.IsHttp11 = Version(line[(version + 1)..]);
        head.Method = start..(start + method);
        head.Target = TargetOf(target, start + method + 1, head);
        Classify(line[..method], head);
    }

    private static bool Version(ReadOnlySpan<byte> version)
    {
        if (version.SequenceEqual("HTTP/1.1"u8))
            return true;
        if (version.SequenceEqual("HTTP/1.0"u8))
            return false;
        throw version.StartsWith("HTTP/"u8) && version.Length == 8
            ? new BadRequestException(505, "This version of HTTP is not supported")
            : new BadRequestException(400, "The request line is malformed");
    }

    // The four forms of a target (RFC 9112 §3.2); CONNECT's own form is refused with the method.
    private static Range TargetOf(ReadOnlySpan<byte> target, int position, RequestHead head)
    {
        if (target[0] == (byte)'/' || target.SequenceEqual("*"u8))
            return position..(position + target.Length);
        var scheme = target.StartsWith("http://"u8) ? 7 : target.StartsWith("https://"u8) ? 8 : 0;
        if (scheme == 0)
            return default;

        var end = target[scheme..].IndexOfAny((byte)'/', (byte)'?', (byte)'#');
        var authority = end < 0 ? target.Length : scheme + end;
        head.Authority = (position + scheme)..(position + authority);
        return (position + authority)..(position + target.Length);
    }

    /// <summary>Notes what a method means.</summary>
    public static void Classify(ReadOnlySpan<byte> method, RequestHead head)
    {
        head.IsHead = method.SequenceEqual("HEAD"u8);
        head.IsGet = method.SequenceEqual("GET"u8);
        head.IsIdempotent = head.IsHead || head.IsGet || method.SequenceEqual("OPTIONS"u8) || method.SequenceEqual("PUT"u8)
            || method.SequenceEqual("DELETE"u8) || method.SequenceEqual("TRACE"u8);
        head.IsConnect = method.SequenceEqual("CONNECT"u8);
    }

    private static void ParseField(ReadOnlySpan<byte> data, ReadOnlySpan<byte> line, int position, RequestHead head)
    {
        // A name must be a token right up to its colon: this refuses folded lines and "Name : value" alike.
        var colon = line.IndexOf((byte)':');
        if (colon < 0 || !FieldSyntax.IsToken(line[..colon]))
            throw new BadRequestException(400, "A header field name is malformed");

        var rest = line[(colon + 1)..];
        var value = rest.Trim(" \t"u8);
        if (!FieldSyntax.IsValue(value))
            throw new BadRequestException(400, "A header field value has a character that is not allowed");

        var role = RequestFields.RoleOf(line[..colon]);
        var valueStart = position + colon + 1 + (value.IsEmpty ? 0 : rest.IndexOfAnyExcept(" \t"u8));
        head.Add(new HeaderField(position, colon, valueStart, value.Length, role));
        if (role != FieldRole.EndToEnd)
            Note(role, value, valueStart, head);
    }

    private static void Note(FieldRole role, ReadOnlySpan<byte> value, int position, RequestHead head)
    {
        switch (role)
        {
            case FieldRole.Host:
                if (head.HasHost)
                    throw new BadRequestException(400, "The request has more than one Host");
                (head.HasHost, head.Host) = (true, position..(position + value.Length));
                break;
            case FieldRole.ContentLength:
                // Even two equal ones are refused: some reader takes the first, some the last, some both.
                if (head.ContentLength is not null)
                    throw new BadRequestException(400, "The request has more than one Content-Length");
                head.ContentLength = TryLength(value) ?? throw new BadRequestException(400, "The Content-Length of the request is not a number");
                break;
            case FieldRole.TransferEncoding:
                if (head.IsChunked || !Ascii.EqualsIgnoreCase(value, "chunked"u8))
                    throw new BadRequestException(400, "The Transfer-Encoding of the request is not just 'chunked'");
                head.IsChunked = true;
                break;
            case FieldRole.Connection:
                NoteConnection(value, head);
                break;
            case FieldRole.Upgrade:
                head.Upgrade = position..(position + value.Length);
                break;
            case FieldRole.TransferExtensions:
                head.TakesTrailers |= RequestFields.ListContains(value, "trailers"u8);
                break;
            case FieldRole.Expect:
                head.ExpectsContinue = Ascii.EqualsIgnoreCase(value, "100-continue"u8)
                    ? true
                    : throw new BadRequestException(417, "The request expects something that is not supported");
                break;
        }
    }

    private static void NoteConnection(ReadOnlySpan<byte> value, RequestHead head)
    {
        foreach (var range in value.Split((byte)','))
        {
            var option = value[range].Trim(" \t"u8);
            if (Ascii.EqualsIgnoreCase(option, "close"u8))
                head.Close = true;
            else if (Ascii.EqualsIgnoreCase(option, "upgrade"u8))
                head.AsksUpgrade = true;
            else if (Ascii.EqualsIgnoreCase(option, "keep-alive"u8))
                head.KeepAlive = true;
            else if (!option.IsEmpty)
                head.NamesFields = true;
        }
    }

    /// <summary>Reads a Content-Length; <see langword="null"/> when it is not one.</summary>
    public static long? TryLength(ReadOnlySpan<byte> value)
    {
        const int MaxDigits = 18;
        if (value.IsEmpty || value.Length > MaxDigits || value.ContainsAnyExceptInRange((byte)'0', (byte)'9'))
            return null;

        var length = 0L;
        foreach (var digit in value)
            length = length * 10 + (digit - '0');
        return length;
    }

    private static void Finish(RequestHead head, ReadOnlySpan<byte> data)
    {
        if (head.IsConnect)
            throw new BadRequestException(405, "CONNECT is not supported");
        if (head.Target.Equals(default) && head.Authority.Equals(default))
            throw new BadRequestException(400, "The request target is malformed");
        if (data[head.Target].SequenceEqual("*"u8) && !data[head.Method].SequenceEqual("OPTIONS"u8))
            throw new BadRequestException(400, "Only OPTIONS can be about the server as a whole");
        if (head.IsChunked && (head.ContentLength is not null || !head.IsHttp11))
            throw new BadRequestException(400, "The length of the request is ambiguous");
        if (head.IsHttp11 && !head.HasHost)
            throw new BadRequestException(400, "The request has no Host");
        if (!HostSyntax.IsValid(data[head.Host]))
            throw new BadRequestException(400, "The Host of the request is malformed");
        // An absolute-form target names the host once more (RFC 9112 §3.2.2): two different ones are a trap for whoever reads the other.
        if (!head.Authority.Equals(default) && !Ascii.EqualsIgnoreCase(data[head.Authority], data[head.Host]))
            throw new BadRequestException(400, "The request target and the Host differ");
        head.Close |= !head.IsHttp11 && !head.KeepAlive;
    }
}
