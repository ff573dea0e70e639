namespace Haloy.Config.Secrets;

/// <summary>The program that reads a source: no shell, nothing on its standard input, its standard output is what the source holds.</summary>
/// <param name="Program">Its name, or its absolute path.</param>
/// <param name="Arguments">References only, never values: other users of a machine can see them.</param>
public sealed record SecretCall(string Program, params IReadOnlyList<string> Arguments)
{
    /// <summary>Variables it needs besides the CLI's own.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Environment { get; init; } = [];

    /// <summary>Files or directories that must exist, absolute.</summary>
    public IReadOnlyList<string> Needs { get; init; } = [];
}

/// <summary>Where relative paths of a source start from.</summary>
/// <param name="Directory">The deploy file's directory, absolute.</param>
/// <param name="Home">The user's home directory, for <c>~/</c>.</param>
public sealed record SecretPlaces(string Directory, string Home)
{
    internal string Absolute(string path) =>
        Path.GetFullPath(path == "~" || path.StartsWith("~/", StringComparison.Ordinal) ? Path.Join(Home, path[1..]) : path, Directory);
}
