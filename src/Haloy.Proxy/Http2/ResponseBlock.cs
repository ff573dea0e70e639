using Haloy.Proxy.Forwarding;
using Haloy.Proxy.Http2.Hpack;

namespace Haloy.Proxy.Http2;

/// <summary>Writes a backend's response head as a header block.</summary>
internal static class ResponseBlock
{
    /// <param name="head">The head.</param>
    /// <param name="bytes">What it was parsed from.</param>
    /// <param name="date">A date for a response that has none; empty for none.</param>
    /// <param name="block">Where it goes.</param>
    /// <returns>Bytes written.</returns>
    public static int Write(ResponseHead head, ReadOnlySpan<byte> bytes, ReadOnlySpan<byte> date, Span<byte> block)
    {
        var length = HpackEncoder.WriteStatus(head.Status, block);
        foreach (var field in head.Fields)
        {
            var isLength = field.Role == FieldRole.ContentLength && head.Status is not 204 and >= 200;
            if ((field.Role == FieldRole.EndToEnd || isLength) && !(head.NamesFields && FieldRelay.IsNamed(head.Fields, bytes, field.Name(bytes))))
                length += HpackEncoder.WriteField(field.Name(bytes), field.Value(bytes), block[length..]);
        }

        if (head.Added is { } added)
            length += Write(added, block[length..]);
        if (head.Own is { } own)
            length += Write(own, block[length..]);
        return head.HasDate || date.IsEmpty ? length : length + HpackEncoder.WriteField("date"u8, date, block[length..]);
    }

    private static int Write(FieldLines fields, Span<byte> block)
    {
        var length = 0;
        foreach (var field in fields.Fields)
            length += HpackEncoder.WriteField(field.Name(fields.Lines), field.Value(fields.Lines), block[length..]);
        return length;
    }

    /// <summary>Writes fields of our own; each takes less than twice what it takes in HTTP/1.1.</summary>
    public static int Write(ResponseFields fields, Span<byte> block)
    {
        var length = 0;
        foreach (var (name, value) in fields.Entries)
            length += HpackEncoder.WriteField(name, value, block[length..]);
        return length;
    }
}
