namespace Haloy.Cli.Terminal;

/// <summary>Rows under headings, with box-drawing borders.</summary>
internal sealed class Table(params IReadOnlyList<string> headings)
{
    private readonly List<IReadOnlyList<string>> _rows = [];

    public void Add(params IReadOnlyList<string> cells) => _rows.Add([.. cells.Select(ScreenText.Cell)]);

    public IEnumerable<string> Render(Func<Colour, string, string> paint)
    {
        var widths = headings.Select((h, i) => Math.Max(h.Length, _rows.Count == 0 ? 0 : _rows.Max(r => r[i].Length))).ToArray();
        yield return Rule('┌', '┬', '┐');
        yield return Line(headings.Select((h, i) => paint(Colour.Bold, Centred(h, widths[i]))));
        yield return Rule('├', '┼', '┤');
        foreach (var row in _rows)
            yield return Line(row.Select((cell, i) => cell.PadRight(widths[i])));
        yield return Rule('└', '┴', '┘');

        string Rule(char left, char middle, char right) =>
            paint(Colour.Grey, left + string.Join(middle, widths.Select(w => new string('─', w + 2))) + right);

        string Line(IEnumerable<string> cells)
        {
            var bar = paint(Colour.Grey, "│");
            return $"{bar} {string.Join($" {bar} ", cells)} {bar}";
        }
    }

    private static string Centred(string text, int width) => text.PadLeft(text.Length + ((width - text.Length) / 2)).PadRight(width);
}
