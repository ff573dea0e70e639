using System.Runtime.Versioning;

[assembly: SupportedOSPlatform("linux")]

namespace Haloy.Server;

/// <summary>The daemon cannot start; the message is for the operator, who sees it without a stack trace.</summary>
internal sealed class StartupException(string message, string? hint = null) : Exception(message)
{
    /// <summary>What to do next.</summary>
    public string? Hint { get; } = hint;
}
