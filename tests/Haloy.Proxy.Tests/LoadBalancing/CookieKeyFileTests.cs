using Haloy.Core;
using Haloy.Proxy.LoadBalancing;
using Haloy.Testing;
using Microsoft.Extensions.Logging.Abstractions;

namespace Haloy.Proxy.Tests.LoadBalancing;

public sealed class CookieKeyFileTests : IDisposable
{
    private readonly TempDirectory _directory = new();

    [Fact]
    public void Key_is_made_once_and_nobody_else_can_read_it()
    {
        var made = Read();

        Assert.Equal(32, made.Length);
        Assert.Equal(made, Read());
        Assert.True(OperatingSystem.IsWindows() || File.GetUnixFileMode(_directory.File("cookie.key")) == AtomicFile.OwnerOnly);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(31)]
    [InlineData(5000)]
    public void File_that_is_no_key_is_replaced(int length)
    {
        File.WriteAllBytes(_directory.File("cookie.key"), new byte[length]);

        Assert.NotEqual(new byte[32], Read());
        Assert.Equal(32, File.ReadAllBytes(_directory.File("cookie.key")).Length);
    }

    [Fact]
    public void Key_that_cannot_be_kept_is_good_all_the_same()
    {
        Directory.CreateDirectory(_directory.File("cookie.key"));

        Assert.Equal(32, Read().Length);
    }

    public void Dispose() => _directory.Dispose();

    private byte[] Read() => new CookieKeyFile(_directory.Path, NullLogger<CookieKeyFile>.Instance).ReadOrMake();
}
