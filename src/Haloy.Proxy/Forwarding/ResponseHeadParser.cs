using System.Text;

namespace Haloy.Proxy.Forwarding;

/// <summary>
/// Strict parser of HTTP/1.x response heads (RFC 9112 §4 and §5). Whatever could be understood in two ways is refused, because
/// what we take for the end of one response is the beginning of the next client's.
/// </summary>
internal static class ResponseHeadParser
{
    private const int MaxFields = 256;
    private const int StatusLineMinimum = 12;

    /// <summary>Parses the head at the beginning of <paramref name="data"/>.</summary>
    /// <returns><see langword="false"/> when its end has not arrived yet; what has is checked as far as lines go.</returns>
    /// <exception cref="BadResponseException">The head is malformed or ambiguous.</exception>
    public static bool TryParse(ReadOnlySpan<byte> data, ResponseHead head)
    {
        head.Clear();
        if (!TryLine(data, 0, out var line))
            return false;
        ParseStatusLine(line, head);

        var position = line.Length + 2;
        while (TryLine(data, position, out line))
        {
            if (line.IsEmpty)
            {
                head.Length = position + 2;
                Finish(head);
                return true;
            }

            ParseField(data, line, position, head);
            position += line.Length + 2;
        }

        return false;
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
            throw new BadResponseException("a line ends without CR");
        line = data.Slice(start, end - 1);
        return true;
    }

    private static void ParseStatusLine(ReadOnlySpan<byte> line, ResponseHead head)
    {
        if (line.Length < StatusLineMinimum || !line.StartsWith("HTTP/1."u8) || line[7] is not ((byte)'0' or (byte)'1') || line[8] != (byte)' ')
            throw new BadResponseException("it does not begin with an HTTP/1.x status line");
        if (line.Length > StatusLineMinimum && line[StatusLineMinimum] != (byte)' ')
            throw new BadResponseException("its status is not three digits");

        var status = 0;
        foreach (var digit in line[9..12])
        {
            if (!char.IsAsciiDigit((char)digit))
                throw new BadResponseException("its status is not three digits");
            status = status * 10 + (digit - '0');
        }

        if (status is < 100 or > 599)
            throw new BadResponseException($"its status {status} is out of range");
        if (!FieldSyntax.IsValue(line[StatusLineMinimum..]))
            throw new BadResponseException("its status line has a control character");
        (head.Status, head.IsHttp11, head.StatusLineLength) = (status, line[7] == (byte)'1', line.Length);
    }

    private static void ParseField(ReadOnlySpan<byte> data, ReadOnlySpan<byte> line, int position, ResponseHead head)
    {
        // A name must be a token right up to its colon: this refuses folded lines and "Name : value" alike.
        var colon = line.IndexOf((byte)':');
        if (colon < 0 || !FieldSyntax.IsToken(line[..colon]))
            throw new BadResponseException("a header field name is malformed");
        if (head.FieldCount == MaxFields)
            throw new BadResponseException($"it has more than {MaxFields} header fields");

        var rest = line[(colon + 1)..];
        var value = rest.Trim(" \t"u8);
        if (!FieldSyntax.IsValue(value))
            throw new BadResponseException("a header field value has a control character");

        var role = RoleOf(line[..colon]);
        head.HasDate |= colon == 4 && Is(line[..colon], "Date"u8);
        var valueStart = position + colon + 1 + (value.IsEmpty ? 0 : rest.IndexOfAnyExcept(" \t"u8));
        head.Add(new HeaderField(position, colon, valueStart, value.Length, role));
        Note(role, data.Slice(valueStart, value.Length), head);
    }

    /// <summary>What a field means to a proxy.</summary>
    public static FieldRole RoleOf(ReadOnlySpan<byte> name) => name.Length switch
    {
        7 when Is(name, "Upgrade"u8) => FieldRole.Upgrade,
        7 when Is(name, "Trailer"u8) => FieldRole.Trailer,
        10 when Is(name, "Connection"u8) => FieldRole.Connection,
        10 when Is(name, "Keep-Alive"u8) => FieldRole.HopByHop,
        14 when Is(name, "Content-Length"u8) => FieldRole.ContentLength,
        16 when Is(name, "Proxy-Connection"u8) => FieldRole.HopByHop,
        17 when Is(name, "Transfer-Encoding"u8) => FieldRole.TransferEncoding,
        18 when Is(name, "Proxy-Authenticate"u8) => FieldRole.HopByHop,
        _ => FieldRole.EndToEnd,
    };

    private static void Note(FieldRole role, ReadOnlySpan<byte> value, ResponseHead head)
    {
        switch (role)
        {
            case FieldRole.ContentLength:
                var length = ParseLength(value);
                if (head.ContentLength is not null)
                    throw new BadResponseException("it has more than one Content-Length");
                head.ContentLength = length;
                break;
            case FieldRole.TransferEncoding:
                if (head.IsChunked || !Is(value, "chunked"u8))
                    throw new BadResponseException("its Transfer-Encoding is not just 'chunked'");
                head.IsChunked = true;
                break;
            case FieldRole.Connection:
                NoteConnection(value, head);
                break;
            case FieldRole.Trailer:
                head.AnnouncesTrailers = true;
                break;
        }
    }

    private static void NoteConnection(ReadOnlySpan<byte> value, ResponseHead head)
    {
        foreach (var range in value.Split((byte)','))
        {
            var option = value[range].Trim(" \t"u8);
            if (Is(option, "close"u8))
                head.Close = true;
            else if (!option.IsEmpty && !Is(option, "keep-alive"u8) && !Is(option, "upgrade"u8))
                head.NamesFields = true;
        }
    }

    /// <summary>Reads a Content-Length.</summary>
    /// <exception cref="BadResponseException">It is not one.</exception>
    public static long ParseLength(ReadOnlySpan<byte> value)
    {
        const int MaxDigits = 18;
        if (value.IsEmpty || value.Length > MaxDigits || value.ContainsAnyExceptInRange((byte)'0', (byte)'9'))
            throw new BadResponseException("its Content-Length is not a number");

        var length = 0L;
        foreach (var digit in value)
            length = length * 10 + (digit - '0');
        return length;
    }

    private static void Finish(ResponseHead head)
    {
        if (head.IsChunked && head.ContentLength is not null)
            throw new BadResponseException("it has both Content-Length and Transfer-Encoding");
        if (head.IsChunked && !head.IsHttp11)
            throw new BadResponseException("it has Transfer-Encoding in an HTTP/1.0 response");
        head.Close |= !head.IsHttp11;
    }

    private static bool Is(ReadOnlySpan<byte> text, ReadOnlySpan<byte> expected) => Ascii.EqualsIgnoreCase(text, expected);
}
