namespace Haloy.Config.Parsing;

/// <summary>Ends reading where a text stops being well-formed; every reader of a format throws it, and <see cref="DeployFileLoader"/> catches it.</summary>
internal sealed class SyntaxException(TextPlace place, string message, string? hint = null) : Exception(message)
{
    public TextPlace Place { get; } = place;

    public string? Hint { get; } = hint;
}
