namespace Haloy.Cli.Terminal;

/// <summary>The terminal as seen by one of several targets.</summary>
internal sealed class TargetTerminal(ConsoleTerminal terminal, string target) : ITerminal
{
    public void Write(MessageKind kind, string text) => terminal.Write(kind, text, target);

    public void Section(string title, IReadOnlyList<(string Label, string Value)> lines) => terminal.Section(title, lines);

    public void Table(Table table) => terminal.Table(table);

    public IProgressLine StartProgress(string label) => terminal.StartProgress($"{target} {label}");

    public void Line(string text) => terminal.Line(text);

    public void Json(string json) => terminal.Json(json);

    public ITerminal ForTarget(string target) => terminal.ForTarget(target);

    public string Paint(Colour colour, string text) => terminal.Paint(colour, text);

    public string PaintError(Colour colour, string text) => terminal.PaintError(colour, text);
}
