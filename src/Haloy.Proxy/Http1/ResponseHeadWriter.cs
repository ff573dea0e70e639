using Haloy.Proxy.Forwarding;

namespace Haloy.Proxy.Http1;

/// <summary>Writes the response heads a client of HTTP/1.x gets.</summary>
internal static class ResponseHeadWriter
{
    private const int OwnFields = 192;

    /// <summary>Room that <see cref="Write"/> needs at most.</summary>
    public static int MaxLength(ResponseHead head) => head.Length + OwnFields + head.AddedLength + head.FieldCount; // a blank for each line that is written anew

    /// <summary>Writes a backend's head without what was meant for us only.</summary>
    /// <param name="head">The head.</param>
    /// <param name="bytes">What it was parsed from.</param>
    /// <param name="connection">What to say of connection and framing, as whole lines.</param>
    /// <param name="date">A date for a response that has none (RFC 9110 §6.6.1); empty for none.</param>
    /// <param name="writer">Where it goes.</param>
    public static void Write(ResponseHead head, ReadOnlySpan<byte> bytes, ReadOnlySpan<byte> connection, ReadOnlySpan<byte> date, ref ByteWriter writer)
    {
        writer.Write("HTTP/1.1"u8);
        writer.Write(bytes[8..head.StatusLineLength]);
        writer.Write("\r\n"u8);
        FieldRelay.Copy(head.Fields, bytes, head.Length, head.NamesFields, ref writer);
        // RFC 9110 §8.6: neither 1xx nor 204 has a length.
        if (head.ContentLength is { } length && head.Status is not 204 and >= 200)
        {
            writer.Write("Content-Length: "u8);
            writer.Write(length);
            writer.Write("\r\n"u8);
        }

        if (!head.HasDate && !date.IsEmpty)
            writer.WriteField("Date: "u8, date);
        if (head.Added is { } added)
            writer.Write(added.Lines);
        if (head.Own is { } own)
            writer.Write(own.Lines);
        writer.Write(connection);
        writer.Write("\r\n"u8);
    }

    /// <summary>Writes the head that switches protocols (RFC 9110 §7.8).</summary>
    public static void WriteSwitch(ResponseHead head, ReadOnlySpan<byte> bytes, ref ByteWriter writer)
    {
        writer.Write("HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\n"u8);
        foreach (var field in head.Fields)
        {
            if (field.Role == FieldRole.Upgrade)
                writer.WriteField("Upgrade: "u8, field.Value(bytes));
        }

        FieldRelay.Copy(head.Fields, bytes, head.Length, head.NamesFields, ref writer);
        if (head.Own is { } own)
            writer.Write(own.Lines);
        writer.Write("\r\n"u8);
    }
}
