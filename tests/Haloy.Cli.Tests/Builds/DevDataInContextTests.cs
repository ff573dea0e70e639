using Haloy.Cli.Builds;
using Haloy.Testing;

namespace Haloy.Cli.Tests.Builds;

public sealed class DevDataInContextTests : IDisposable
{
    private readonly TempDirectory _context = new();

    public void Dispose() => _context.Dispose();

    [Fact]
    public void Context_without_dev_data_is_left_alone()
    {
        Assert.Null(DevDataInContext.LeaveOut(_context.Path));
        Assert.False(File.Exists(_context.File(".dockerignore")));
    }

    [Fact]
    public void Context_with_dev_data_gets_a_dockerignore()
    {
        Directory.CreateDirectory(_context.File(".haloy"));

        Assert.Null(DevDataInContext.LeaveOut(_context.Path));
        Assert.Contains(".haloy", File.ReadAllLines(_context.File(".dockerignore")));
        Assert.Null(DevDataInContext.LeaveOut(_context.Path));
    }

    [Theory]
    [InlineData("node_modules", false)]
    [InlineData("# .haloy", false)]
    [InlineData(".haloy/", true)]
    [InlineData("**/.haloy", true)]
    [InlineData("*", true)]
    public void Dockerignore_of_the_user_is_read_and_never_written(string line, bool leavesOut)
    {
        Directory.CreateDirectory(_context.File(".haloy"));
        File.WriteAllText(_context.File(".dockerignore"), line);

        Assert.Equal(leavesOut, DevDataInContext.LeaveOut(_context.Path) is null);
        Assert.Equal(line, File.ReadAllText(_context.File(".dockerignore")));
    }
}
