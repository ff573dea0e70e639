using System.Net;
using Haloy.Docker;

namespace Haloy.Integration.Tests.Docker;

public sealed class VolumeOperationsTests(EngineFixture engine)
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Volume_lives_from_create_to_remove()
    {
        var volumes = engine.Client.Volumes;
        var name = engine.NewName("v");

        var created = await volumes.CreateAsync(name, engine.Labels, Token);
        var again = await volumes.CreateAsync(name, engine.Labels, Token);
        var listed = await volumes.ListAsync(engine.Label, Token);

        Assert.Equal((name, "local"), (created.Name, created.Driver));
        Assert.Equal(created.Mountpoint, again.Mountpoint);
        Assert.Contains(listed, volume => volume.Name == name);
        Assert.NotNull(await volumes.InspectAsync(name, Token));
        Assert.True(await volumes.RemoveAsync(name, force: false, Token));
        Assert.False(await volumes.RemoveAsync(name, force: false, Token));
        Assert.Null(await volumes.InspectAsync(name, Token));
    }

    [Fact]
    public async Task Volume_in_use_is_not_removed()
    {
        var volume = await engine.Client.Volumes.CreateAsync(engine.NewName("v"), engine.Labels, Token);
        await engine.StartAsync(engine.Spec("/bin/sleep", "600") with { Binds = [$"{volume.Name}:/data"] }, Token);

        var error = await Assert.ThrowsAsync<DockerApiException>(() => engine.Client.Volumes.RemoveAsync(volume.Name, force: false, Token));

        Assert.Equal(HttpStatusCode.Conflict, error.StatusCode);
    }
}
