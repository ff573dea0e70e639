namespace Haloy.Cli.Terminal;

/// <summary>Everything the user sees. When JSON was asked for, text for people goes to stderr and stdout holds only <see cref="Json"/>.</summary>
internal interface ITerminal
{
    /// <summary>A message; lines after the first are indented under it.</summary>
    void Write(MessageKind kind, string text);

    /// <summary>A titled block of aligned <c>label value</c> lines.</summary>
    void Section(string title, IReadOnlyList<(string Label, string Value)> lines);

    void Table(Table table);

    /// <summary>A line that changes in place; silent where the output is not a terminal.</summary>
    IProgressLine StartProgress(string label);

    /// <summary>A line of somebody else's text on stdout, without a symbol.</summary>
    void Line(string text);

    /// <summary>One JSON value on stdout, ended with a newline.</summary>
    void Json(string json);

    /// <summary>The same terminal with every message prefixed by a target's name.</summary>
    ITerminal ForTarget(string target);

    /// <summary>Colours a part of a line where colours are wanted.</summary>
    string Paint(Colour colour, string text);

    /// <summary>The same for a warning or an error.</summary>
    string PaintError(Colour colour, string text);
}

/// <summary>A line that is redrawn while something moves; disposing it clears it.</summary>
internal interface IProgressLine : IDisposable
{
    void Update(string detail);
}
