using System.Text;

namespace Haloy.Config.Parsing;

/// <summary>A configuration file's text, with the name it is shown by.</summary>
internal sealed class SourceText(string name, string text)
{
    private readonly string[] _lines = text.Replace("\r\n", "\n", StringComparison.Ordinal).Split('\n');

    /// <summary>The file as shown in problems.</summary>
    public string Name { get; } = name;

    public string Text { get; } = text;

    public IReadOnlyList<string> Lines => _lines;

    /// <summary>The text of a file, with what is not UTF-8 replaced: enough to show its lines. A byte order mark is left out.</summary>
    public static SourceText Decode(string name, ReadOnlySpan<byte> bytes) => new(name, Encoding.UTF8.GetString(Utf8Check.WithoutMark(bytes)));

    /// <summary>The text of a line counted from 1, or <see langword="null"/> outside the file.</summary>
    public string? Line(int? number) => number is { } n && n >= 1 && n <= _lines.Length ? _lines[n - 1] : null;
}
