namespace Haloy.Integration.Tests.Docker;

public sealed class SystemOperationsTests(EngineFixture engine)
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Engine_says_what_it_is()
    {
        await engine.Client.System.PingAsync(Token);
        var version = await engine.Client.System.VersionAsync(Token);
        var info = await engine.Client.System.InfoAsync(Token);

        Assert.Equal((version.Version, "linux"), (info.ServerVersion, version.Os));
        Assert.StartsWith("1.", version.ApiVersion);
        Assert.StartsWith("/", info.DockerRootDir);
        Assert.NotEmpty(info.Architecture);
        Assert.True(info.Cpus > 0 && info.MemoryBytes > 0);
    }
}
