namespace Haloy.Config.Tests;

/// <summary>Files of the working tree.</summary>
internal static class Repository
{
    private static readonly string Root = Find(AppContext.BaseDirectory);

    public static string File(params ReadOnlySpan<string> parts) => Path.Combine([Root, .. parts]);

    private static string Find(string directory) =>
        System.IO.File.Exists(Path.Combine(directory, "Haloy.slnx")) ? directory : Find(Path.GetDirectoryName(directory)!);
}
