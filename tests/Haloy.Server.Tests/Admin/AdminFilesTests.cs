using Haloy.Server.Admin;
using Haloy.Testing;

namespace Haloy.Server.Tests.Admin;

public sealed class AdminFilesTests : IDisposable
{
    private readonly TempDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    [Fact]
    public void New_directory_appears_whole_or_not_at_all()
    {
        var final = _directory.File("haloy");
        Directory.CreateDirectory(final);
        File.WriteAllText(Path.Combine(final, "old"), "");

        using (var abandoned = new NewDirectory(final))
            File.WriteAllText(Path.Combine(abandoned.Path, "half"), "");
        Assert.Equal(["old"], Names(final));

        using (var whole = new NewDirectory(final))
        {
            File.WriteAllText(Path.Combine(whole.Path, "new"), "");
            whole.Commit();
        }

        Assert.Equal(["new"], Names(final));
        Assert.Equal(["haloy"], Names(_directory.Path));
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute, File.GetUnixFileMode(final));
    }

    [Fact]
    public void New_directory_that_cannot_take_its_place_leaves_the_old_one()
    {
        var final = _directory.File("haloy");
        Directory.CreateDirectory(final);
        File.WriteAllText(Path.Combine(final, "old"), "");
        using (var lost = new NewDirectory(final))
        {
            Directory.Delete(lost.Path);
            Assert.ThrowsAny<IOException>(lost.Commit);
        }

        Assert.Equal(["old"], Names(final));
    }

    [Theory]
    [InlineData("/x/data/", "/x/data")]
    [InlineData("/x/./data", "/x/data")]
    [InlineData("/", "/")]
    public void Directories_are_named_in_one_way(string flag, string path) => Assert.Equal(path, ServePaths.From(flag, flag).Data);

    [Fact]
    public void Token_is_long_and_written_so_that_it_is_read_back()
    {
        var token = ApiToken.Create();
        File.WriteAllText(_directory.File(".env"), "# kept\nOTHER=1\n" + ApiToken.EnvLine(token));

        Assert.Matches("^[0-9a-f]{64}$", token);
        Assert.NotEqual(token, ApiToken.Create());
        Assert.Equal(token, ApiToken.Require(new(_directory.Path, _directory.Path)));
        Assert.Contains("haloyd init", Assert.Throws<StartupException>(() => ApiToken.Require(new("/none", "/none"))).Hint, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("not json", true)]
    [InlineData("""{"api":"http://x","token":"t","pid":1,"httpPort":1,"httpsPort":2,"ca":"c"}""", true)]
    [InlineData("own", false)]
    public void Marker_of_another_daemon_stays(string content, bool stays)
    {
        var marker = _directory.File("dev.json");
        File.WriteAllText(marker, content == "own" ? $$"""{"api":"http://x","token":"t","pid":{{Environment.ProcessId}},"httpPort":1,"httpsPort":2,"ca":"c"}""" : content);

        DevCommand.RemoveOwn(marker);

        Assert.Equal(stays, File.Exists(marker));
        DevCommand.RemoveOwn(_directory.File("missing.json"));
    }

    private static string[] Names(string directory) => [.. Directory.GetFileSystemEntries(directory).Select(e => Path.GetFileName(e)).Order(StringComparer.Ordinal)];
}
