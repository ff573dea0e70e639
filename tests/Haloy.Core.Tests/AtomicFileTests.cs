using Haloy.Testing;

namespace Haloy.Core.Tests;

public sealed class AtomicFileTests
{
    [Fact]
    public void Write_replaces_the_content_and_leaves_nothing_beside_it()
    {
        using var directory = new TempDirectory();
        var path = directory.File("state.json");

        AtomicFile.Write(path, "old");
        AtomicFile.Write(path, "new");

        Assert.Equal("new", File.ReadAllText(path));
        Assert.Equal([path], Directory.GetFileSystemEntries(directory.Path));
        Assert.True(OperatingSystem.IsWindows() || File.GetUnixFileMode(path) == AtomicFile.OwnerOnly);
    }

    [Fact]
    public void Write_into_a_missing_directory_fails_and_leaves_nothing()
    {
        using var directory = new TempDirectory();

        Assert.ThrowsAny<IOException>(() => AtomicFile.Write(directory.File("missing", "state.json"), "x"));

        Assert.Empty(Directory.GetFileSystemEntries(directory.Path));
    }
}
