namespace Haloy.Testing;

/// <summary>Where things are in the working tree the tests were built from.</summary>
public static class Repository
{
    /// <summary>The top directory.</summary>
    public static string Root { get; } = FindRoot(AppContext.BaseDirectory);

    /// <summary>A published program, such as <c>haloyd</c>; <c>make publish</c> makes it.</summary>
    public static string Program(string name) => Existing(Path.Combine(Root, "out", name), "run: make publish");

    /// <summary>The directory of a sample app, ready for <c>docker build</c>.</summary>
    public static string Sample(string name) => Existing(Path.Combine(Root, "samples", name), "see samples/");

    private static string FindRoot(string directory) =>
        File.Exists(Path.Combine(directory, "Haloy.slnx"))
            ? directory
            : FindRoot(Path.GetDirectoryName(directory) ?? throw new InvalidOperationException("The tests do not run from inside the repository."));

    private static string Existing(string path, string hint) =>
        Path.Exists(path) ? path : throw new InvalidOperationException($"'{path}' is missing; {hint}.");
}
