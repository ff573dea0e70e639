namespace Haloy.Config.Parsing.Yaml;

/// <summary>Which indents the blocks of a YAML text have, by its lines alone: of a text that cannot be parsed nothing else is known.</summary>
internal sealed class YamlIndent
{
    private static readonly string[] ScalarMarks = ["|", "|-", "|+", ">", ">-", ">+"];

    private readonly Stack<int> _levels = new([0]);
    private bool _opens;
    private int _scalar = -1;

    /// <summary>The indent that <paramref name="line"/> (from 1) should rather have, or <see langword="null"/> when it fits the lines before it.</summary>
    public static int? Expected(IReadOnlyList<string> lines, int line)
    {
        var indent = new YamlIndent();
        int? expected = null;
        for (var i = 0; i < line; i++)
            expected = indent.Take(lines[i]);
        return expected;
    }

    private int? Take(string line)
    {
        var text = line.Trim();
        var blank = line.Length - line.TrimStart(' ').Length;
        if (text.Length == 0 || text[0] == '#' || (_scalar >= 0 && blank > _scalar))
            return null;
        var expected = Enter(blank);
        EnterItems(text, blank);
        _opens = text.EndsWith(':') || text == "-";
        _scalar = Array.Exists(ScalarMarks, m => text.EndsWith($" {m}", StringComparison.Ordinal)) ? blank : -1;
        return expected;
    }

    private int? Enter(int blank)
    {
        if (_opens && blank > _levels.Peek())
        {
            _levels.Push(blank);
            return null;
        }

        int? expected = _levels.Contains(blank) ? null : _levels.MinBy(level => Math.Abs(level - blank));
        while (_levels.Peek() > blank)
            _levels.Pop();
        if (_levels.Peek() < blank)
            _levels.Push(blank);
        return expected;
    }

    /// <summary>The keys of an item that begins with '- ' stand below the first of them.</summary>
    private void EnterItems(string text, int blank)
    {
        for (var rest = text; rest.StartsWith("- ", StringComparison.Ordinal);)
        {
            var inner = rest[2..].TrimStart(' ');
            blank += rest.Length - inner.Length;
            _levels.Push(blank);
            rest = inner;
        }
    }
}
