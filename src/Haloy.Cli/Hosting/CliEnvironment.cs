using System.Collections;

namespace Haloy.Cli.Hosting;

/// <summary>Where the CLI runs, as a value: nothing else reads the process's environment or current directory.</summary>
internal sealed record CliEnvironment(string WorkingDirectory, IReadOnlyDictionary<string, string> Variables)
{
    public static CliEnvironment OfProcess()
    {
        var variables = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (DictionaryEntry entry in Environment.GetEnvironmentVariables())
            variables[(string)entry.Key] = (string?)entry.Value ?? "";
        return new CliEnvironment(Directory.GetCurrentDirectory(), variables);
    }

    /// <summary>The variable, or <see langword="null"/> when unset or empty.</summary>
    public string? Variable(string name) => Variables.GetValueOrDefault(name) is { Length: > 0 } value ? value : null;

    /// <summary>The user's home directory.</summary>
    public string Home =>
        Variable("HOME") ?? Variable("USERPROFILE") ?? Environment.GetFolderPath(Environment.SpecialFolder.UserProfile);

    /// <summary>Where the known servers are kept: <c>HALOY_CONFIG_DIR</c>, else <c>~/.config/haloy</c>.</summary>
    public string ConfigDirectory =>
        Variable("HALOY_CONFIG_DIR") is { } configured ? ExpandHome(configured) : Path.Combine(Home, ".config", "haloy");

    private string ExpandHome(string path) => path.StartsWith("~/", StringComparison.Ordinal) ? Path.Combine(Home, path[2..]) : path;
}
