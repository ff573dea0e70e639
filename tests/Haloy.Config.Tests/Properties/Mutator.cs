using System.Text;

namespace Haloy.Config.Tests.Properties;

/// <summary>Changes a file's bytes at random: small slips, and what is meant to hurt a parser.</summary>
internal sealed class Mutator(Random random)
{
    private const int MaxLength = 48 * 1024;

    private static readonly byte[][] Pieces =
    [
        .. new[]
        {
            ":", "- ", "\n", "  ", "\t", "\r\n", "\r", "\"", "'", "{", "}", "[", "]", "*", "&a ", "*a", "<<: ", "<<: *a\n", "|", ">", "#", "? ", "!", "!!int ", "---\n", "...\n", "%",
            "@", "\0", "\uFFFF", "\u2028", "\u0085", "\uFEFF", "😀", "${A}", "null", "-1", "1e999", "0x", "inf", "nan", "1979-05-27", "07:32:00", "\\", "\\u", "\\ud800", "\\U00110000",
            "\"\"\"", "'''", "[[env]]\n", "[targets.a]\n", "a.b.c = 1\n", " = ", ",", "//", "true", "name", "env", "targets", "from", "value", "image",
        }.Select(Encoding.UTF8.GetBytes),
        [0x80], [0xC3], [0xC0, 0x80], [0xED, 0xA0, 0x80], [0xF4, 0x90, 0x80, 0x80], [0xFF, 0xFE], [0xEF, 0xBB, 0xBF],
    ];

    private static readonly string[] Nesting = ["[", "{\"a\":", "{a: ", "{a = ", "- ", "a.", "? ", "[[", "(", "\"", "9", "&a [", " ", "\t"];

    public FuzzInput Mutate(IReadOnlyList<FuzzInput> corpus)
    {
        var (name, content) = corpus[random.Next(corpus.Count)];
        for (var edits = random.Next(1, 6); edits > 0; edits--)
            content = Edit(content, corpus);
        // Now and then a file in the wrong format.
        return new FuzzInput(random.Next(20) == 0 ? corpus[random.Next(corpus.Count)].Name : name, content.Length <= MaxLength ? content : content[..MaxLength]);
    }

    private byte[] Edit(byte[] content, IReadOnlyList<FuzzInput> corpus)
    {
        var at = random.Next(content.Length + 1);
        var length = Math.Min(random.Next(1, 40), content.Length - at);
        return random.Next(9) switch
        {
            0 => Replace(content, at, length, []),
            1 or 2 => Replace(content, at, 0, Pieces[random.Next(Pieces.Length)]),
            3 => Replace(content, random.Next(content.Length + 1), 0, content[at..(at + length)]),
            4 => Replace(content, at, Math.Min(1, length), [(byte)random.Next(256)]),
            5 => Replace(content, at, length, Slice(corpus[random.Next(corpus.Count)].Content)),
            6 when random.Next(4) == 0 => Replace(content, at, 0, Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat(Nesting[random.Next(Nesting.Length)], random.Next(1, 3000))))),
            7 when random.Next(10) == 0 => Replace(content, at, 0, AliasBomb()),
            8 when random.Next(4) == 0 => Encoding.Latin1.GetBytes(Encoding.Latin1.GetString(content).ReplaceLineEndings(random.Next(2) == 0 ? "\r\n" : "\r")),
            _ => random.Next(4) == 0 ? content[..at] : Replace(content, at, length, Pieces[random.Next(Pieces.Length)]),
        };
    }

    private byte[] Slice(byte[] other)
    {
        var from = random.Next(other.Length + 1);
        return other[from..Math.Min(other.Length, from + random.Next(200))];
    }

    /// <summary>Aliases that stand for 9, 81, 729 … values.</summary>
    private byte[] AliasBomb()
    {
        var levels = Enumerable.Range(1, random.Next(2, 20)).Select(i => $"l{i}: &l{i} [{string.Join(", ", Enumerable.Repeat($"*l{i - 1}", 9))}]");
        return Encoding.UTF8.GetBytes($"\nl0: &l0 [a]\n{string.Join('\n', levels)}\n");
    }

    private static byte[] Replace(byte[] content, int at, int length, byte[] piece) => [.. content[..at], .. piece, .. content[(at + length)..]];
}
