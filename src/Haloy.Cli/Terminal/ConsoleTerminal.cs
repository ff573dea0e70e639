namespace Haloy.Cli.Terminal;

/// <summary>Writes to two text streams; whole lines only, from any thread. All text passes <see cref="ScreenText"/> here, so that no caller can forget it.</summary>
internal sealed class ConsoleTerminal(TextWriter output, TextWriter error, TerminalOptions options) : ITerminal
{
    private readonly Lock _lock = new();
    private Action? _redrawProgress;

    private bool Coloured => options.Colour || options.ErrorColour;

    private TextWriter Human => options.Json ? error : output;

    public void Write(MessageKind kind, string text) => Write(kind, text, target: null);

    public void Section(string title, IReadOnlyList<(string Label, string Value)> lines)
    {
        var width = lines.Count == 0 ? 0 : lines.Max(l => l.Label.Length);
        Emit(Human, [
            Paint(Colour.Bold, title),
            Paint(Colour.Grey, new string('─', title.Length)),
            .. lines.Select(l => $"  {Paint(Colour.Grey, l.Label.PadRight(width))}  {l.Value}"),
        ]);
    }

    public void Table(Table table) => Emit(Human, table.Render(Paint));

    public IProgressLine StartProgress(string label)
    {
        lock (_lock)
        {
            // One line can be redrawn at a time; whoever comes second stays silent.
            if (!options.Interactive || _redrawProgress is not null)
                return SilentProgress.Instance;
            var line = new ProgressLine(label, DrawProgress, EndProgress);
            _redrawProgress = line.Redraw;
            return line;
        }
    }

    public void Line(string text) => Emit(output, [text]);

    public void Json(string json) => Emit(output, [ScreenText.Escaped(json)]);

    public ITerminal ForTarget(string target) => new TargetTerminal(this, target);

    public string Paint(Colour colour, string text) => colour.Apply(text, options.Json ? options.ErrorColour : options.Colour);

    public string PaintError(Colour colour, string text) => colour.Apply(text, options.ErrorColour);

    internal void Write(MessageKind kind, string text, string? target)
    {
        var isError = kind is MessageKind.Warning or MessageKind.Error;
        Func<Colour, string, string> paint = isError ? PaintError : Paint;
        var prefix = target is null ? "" : $"{paint(Colour.Bold, target)} ";
        Emit(isError ? error : Human, MessageLines.Format(kind, prefix, text, paint));
    }

    private void Emit(TextWriter writer, IEnumerable<string> lines)
    {
        lock (_lock)
        {
            ClearProgress();
            foreach (var line in lines)
                writer.WriteLine(ScreenText.Of(line, Coloured));
            writer.Flush();
            _redrawProgress?.Invoke();
        }
    }

    private void DrawProgress(string text)
    {
        text = ScreenText.Cell(text);
        lock (_lock)
        {
            var room = (options.Width ?? 80) - 3;
            Human.Write($"\r\e[2K{Paint(Colour.Blue, "●")} {(text.Length > room ? text[..room] : text)}");
            Human.Flush();
        }
    }

    private void EndProgress()
    {
        lock (_lock)
        {
            ClearProgress();
            _redrawProgress = null;
        }
    }

    private void ClearProgress()
    {
        if (_redrawProgress is null)
            return;
        Human.Write("\r\e[2K");
        Human.Flush();
    }
}
