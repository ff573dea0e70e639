namespace Haloy.Docker;

/// <summary>No usable engine at the endpoint: it cannot be reached, went away during an answer, or speaks no version we do.</summary>
/// <param name="message">Which endpoint, and why.</param>
/// <param name="hint">What to do next.</param>
/// <param name="inner">The underlying error, if any.</param>
public sealed class DockerUnavailableException(string message, string hint, Exception? inner) : DockerException(message, inner)
{
    /// <summary>What to do next, a sentence for a person.</summary>
    public string Hint { get; } = hint;
}
