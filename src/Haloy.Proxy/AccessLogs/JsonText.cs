using System.Buffers;
using System.Globalization;
using System.Text;
using Haloy.Proxy.Http1;

namespace Haloy.Proxy.AccessLogs;

/// <summary>
/// Writes what strangers sent as a JSON string (RFC 8259 §7): nothing in it ends the line or the string, or means anything to a terminal. Bytes that are
/// not UTF-8 become U+FFFD.
/// </summary>
internal static class JsonText
{
    /// <summary>Bytes written for one byte of text at most: an escape.</summary>
    public const int Expansion = 6;

    private static readonly SearchValues<byte> Plain = SearchValues.Create(
        [.. Enumerable.Range(' ', 0x7f - ' ').Select(c => (byte)c).Where(c => c is not ((byte)'"' or (byte)'\\'))]);

    /// <summary>Writes <paramref name="text"/> in quotes; what is beyond <paramref name="limit"/> bytes is cut, with an ellipsis in its place.</summary>
    public static void Write(ref ByteWriter writer, ReadOnlySpan<byte> text, int limit)
    {
        var isCut = text.Length > limit;
        if (isCut)
            text = text[..limit];
        writer.Write("\""u8);
        while (!text.IsEmpty)
        {
            var plain = text.IndexOfAnyExcept(Plain);
            if (plain != 0)
            {
                writer.Write(plain < 0 ? text : text[..plain]);
                text = plain < 0 ? default : text[plain..];
                continue;
            }

            WriteRune(ref writer, ref text);
        }

        writer.Write(isCut ? "…\""u8 : "\""u8);
    }

    private static void WriteRune(ref ByteWriter writer, scoped ref ReadOnlySpan<byte> text)
    {
        Rune.DecodeFromUtf8(text, out var rune, out var used);
        if (rune.Value >= 0x80 && !IsHidden(rune))
            writer.Write(rune == Rune.ReplacementChar ? "\uFFFD"u8 : text[..used]);
        else
            WriteEscape(ref writer, rune);
        text = text[used..];
    }

    // Controls, separators of lines, and marks that turn the direction of writing.
    private static bool IsHidden(Rune rune) => Rune.GetUnicodeCategory(rune)
        is UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator;

    private static void WriteEscape(ref ByteWriter writer, Rune rune)
    {
        Span<char> units = stackalloc char[2];
        Span<byte> digits = stackalloc byte[4];
        foreach (var unit in units[..rune.EncodeToUtf16(units)])
        {
            ((int)unit).TryFormat(digits, out _, "x4", CultureInfo.InvariantCulture);
            writer.Write("\\u"u8);
            writer.Write(digits);
        }
    }
}
