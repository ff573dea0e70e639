namespace Haloy.Cli.Commands.Init.Detection;

/// <summary>What an app is made with.</summary>
/// <param name="Name">As people call it.</param>
/// <param name="Evidence">The file that says so.</param>
/// <param name="Port">The port it listens on unless told otherwise.</param>
internal sealed record Framework(string Name, string Evidence, int Port)
{
    /// <summary>The app's name in its package file.</summary>
    public string? PackageName { get; init; }

    /// <summary>A variable it does not start without in production.</summary>
    public string? Secret { get; init; }

    /// <summary>Whether it may be only the assets or the tools of an app made with something else.</summary>
    public bool IsGuess { get; init; }
}
