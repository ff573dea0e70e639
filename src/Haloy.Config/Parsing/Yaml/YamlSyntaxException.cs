using YamlDotNet.Core;

namespace Haloy.Config.Parsing.Yaml;

/// <summary>Ends reading where the text cannot become nodes; caught in <see cref="YamlReader"/>, as the parser's own errors are.</summary>
internal sealed class YamlSyntaxException(int line, int column, string message, string? hint = null) : Exception(message)
{
    public YamlSyntaxException(Mark mark, string message, string? hint = null) : this((int)mark.Line, (int)mark.Column, message, hint)
    {
    }

    public int Line { get; } = line;

    public int Column { get; } = column;

    public string? Hint { get; } = hint;
}
