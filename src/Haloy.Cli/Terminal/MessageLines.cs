namespace Haloy.Cli.Terminal;

/// <summary>Turns a message into lines: a symbol before the first, the others indented under it, empty ones dropped.</summary>
internal static class MessageLines
{
    public static IEnumerable<string> Format(MessageKind kind, string prefix, string text, Func<Colour, string, string> paint)
    {
        var lines = text.Split('\n').Select(l => l.TrimEnd('\r')).ToList();
        if (kind == MessageKind.Plain)
            return lines.Select(l => $"  {prefix}{l}");

        var (symbol, colour) = SymbolOf(kind);
        return lines
            .Where(l => l.Length > 0)
            .Select((line, i) => i == 0 ? $"{paint(colour, symbol)} {prefix}{Strong(kind, line, paint)}" : $"  {line}");
    }

    private static string Strong(MessageKind kind, string line, Func<Colour, string, string> paint) =>
        kind == MessageKind.Success ? paint(Colour.Bold, line) : line;

    private static (string Symbol, Colour Colour) SymbolOf(MessageKind kind) => kind switch
    {
        MessageKind.Success => ("●", Colour.Green),
        MessageKind.Debug => ("◆", Colour.Purple),
        MessageKind.Warning => ("⚠", Colour.Amber),
        MessageKind.Error => ("✖", Colour.Red),
        _ => ("●", Colour.Blue),
    };
}
