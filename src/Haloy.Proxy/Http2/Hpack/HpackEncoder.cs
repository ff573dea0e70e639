namespace Haloy.Proxy.Http2.Hpack;

/// <summary>
/// Writes header blocks without the dynamic table: nothing to keep in step with the client, and nothing an attacker could learn from
/// what compresses well.
/// </summary>
internal static class HpackEncoder
{
    /// <summary>The instruction that makes the table one of no size.</summary>
    public const byte NoTable = 0x20;

    private const int MaxName = 256;
    private const int StatusIndex = 8;

    /// <summary>Bytes that a field needs at most.</summary>
    public static int MaxLength(int name, int value) => name + value + 12;

    /// <summary>Writes <c>:status</c>.</summary>
    public static int WriteStatus(int status, Span<byte> destination)
    {
        var index = status switch { 200 => 8, 204 => 9, 206 => 10, 304 => 11, 400 => 12, 404 => 13, 500 => 14, _ => 0 };
        if (index > 0)
        {
            destination[0] = (byte)(0x80 | index);
            return 1;
        }

        (destination[0], destination[1]) = (StatusIndex, 3);
        status.TryFormat(destination[2..], out _);
        return 5;
    }

    /// <summary>Writes a field as a literal that is not to be indexed (RFC 7541 §6.2.2); its name is put in lower case.</summary>
    public static int WriteField(ReadOnlySpan<byte> name, ReadOnlySpan<byte> value, Span<byte> destination)
    {
        Span<char> lower = stackalloc char[MaxName];
        var index = 0;
        if (name.Length <= MaxName)
        {
            for (var i = 0; i < name.Length; i++)
                lower[i] = (char)Lower(name[i]);
            index = StaticTable.IndexOf(lower[..name.Length]);
        }

        var length = WriteInteger(0x00, 4, index, destination);
        if (index == 0)
        {
            length += WriteInteger(0x00, 7, name.Length, destination[length..]);
            foreach (var letter in name)
                destination[length++] = Lower(letter);
        }

        length += WriteInteger(0x00, 7, value.Length, destination[length..]);
        value.CopyTo(destination[length..]);
        return length + value.Length;
    }

    private static byte Lower(byte letter) => letter is >= (byte)'A' and <= (byte)'Z' ? (byte)(letter | 0x20) : letter;

    private static int WriteInteger(byte pattern, int prefixBits, int value, Span<byte> destination)
    {
        var max = (1 << prefixBits) - 1;
        if (value < max)
        {
            destination[0] = (byte)(pattern | value);
            return 1;
        }

        destination[0] = (byte)(pattern | max);
        value -= max;
        var length = 1;
        for (; value >= 0x80; value >>= 7)
            destination[length++] = (byte)(value | 0x80);
        destination[length++] = (byte)value;
        return length;
    }
}
