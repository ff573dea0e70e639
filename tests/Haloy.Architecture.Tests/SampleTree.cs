using Haloy.Testing;

namespace Haloy.Architecture.Tests;

/// <summary>A small made-up repository for one rule.</summary>
internal sealed class SampleTree : IDisposable
{
    private readonly TempDirectory _directory = new();

    public SampleTree() => Directory.CreateDirectory(_directory.File("src"));

    /// <summary>Read anew at each call.</summary>
    public SourceTree Tree => new(_directory.Path);

    public SampleTree With(string path, string text)
    {
        var file = _directory.File(path.Split('/'));
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        File.WriteAllText(file, text);
        return this;
    }

    public void Dispose() => _directory.Dispose();
}
