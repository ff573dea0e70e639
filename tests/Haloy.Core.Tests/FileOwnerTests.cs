using System.Diagnostics;
using Haloy.Testing;

namespace Haloy.Core.Tests;

public sealed class FileOwnerTests
{
    [Fact]
    public void IsUs_is_true_for_files_we_make()
    {
        using var directory = new TempDirectory();
        var path = directory.File("mine");
        using var file = File.Create(path);

        Assert.True(FileOwner.IsUs(path));
        Assert.True(FileOwner.IsUs(file.SafeFileHandle));
    }

    [Fact]
    public void IsUs_is_false_for_what_is_not_there()
    {
        using var directory = new TempDirectory();

        Assert.False(FileOwner.IsUs(directory.File("none")));
    }

    [Fact]
    public void IsUs_is_false_for_files_of_another_user()
    {
        using var directory = new TempDirectory();
        var path = directory.File("theirs");
        File.WriteAllText(path, "");
        if (Environment.IsPrivilegedProcess)
        {
            using var chown = Process.Start("chown", ["65534", path]);
            chown.WaitForExit();
        }

        Assert.False(FileOwner.IsUs(Environment.IsPrivilegedProcess ? path : "/etc/passwd"));
    }
}
