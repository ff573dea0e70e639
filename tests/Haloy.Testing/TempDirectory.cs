namespace Haloy.Testing;

/// <summary>A directory of its own for one test, removed at the end.</summary>
public sealed class TempDirectory : IDisposable
{
    /// <summary>Absolute path; short, because Unix socket paths are limited to 107 bytes.</summary>
    public string Path { get; } = Directory.CreateTempSubdirectory("haloy-").FullName;

    /// <summary>A path inside.</summary>
    public string File(params ReadOnlySpan<string> parts) => System.IO.Path.Combine([Path, .. parts]);

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
