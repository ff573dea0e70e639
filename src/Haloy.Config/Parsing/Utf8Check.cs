using System.Text;
using System.Text.Unicode;

namespace Haloy.Config.Parsing;

/// <summary>Deploy files are UTF-8, whatever their format: other bytes would become other text without a word.</summary>
internal static class Utf8Check
{
    private static ReadOnlySpan<byte> Mark => [0xEF, 0xBB, 0xBF];

    public static ReadOnlySpan<byte> WithoutMark(ReadOnlySpan<byte> bytes) => bytes.StartsWith(Mark) ? bytes[Mark.Length..] : bytes;

    /// <summary>Fails at the first byte that is not UTF-8.</summary>
    public static void Require(ReadOnlySpan<byte> bytes)
    {
        bytes = WithoutMark(bytes);
        if (bytes.StartsWith([(byte)0xFF, (byte)0xFE]) || bytes.StartsWith([(byte)0xFE, (byte)0xFF]))
            throw new SyntaxException(new TextPlace(1, 1), "this file is UTF-16, but a deploy file is UTF-8", "Save it as UTF-8.");
        if (!Utf8.IsValid(bytes))
            throw new SyntaxException(PlaceOf(bytes, FirstInvalid(bytes)), "this is not UTF-8 text", "Save the file as UTF-8.");
    }

    private static int FirstInvalid(ReadOnlySpan<byte> bytes)
    {
        var index = 0;
        while (Rune.DecodeFromUtf8(bytes[index..], out _, out var length) == System.Buffers.OperationStatus.Done)
            index += length;
        return index;
    }

    private static TextPlace PlaceOf(ReadOnlySpan<byte> bytes, int index)
    {
        var before = bytes[..index];
        var lineStart = before.LastIndexOf((byte)'\n') + 1;
        return new TextPlace(before.Count((byte)'\n') + 1, Encoding.UTF8.GetCharCount(before[lineStart..]) + 1);
    }
}
