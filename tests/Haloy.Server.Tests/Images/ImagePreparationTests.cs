using Haloy.Contracts.Api;
using Haloy.Server.Deployments;
using Haloy.Server.Images;
using Haloy.Server.Logs;
using Haloy.Server.Tests.Support;
using Haloy.Testing.FakeDocker;
using Microsoft.Extensions.Logging.Abstractions;

namespace Haloy.Server.Tests.Images;

public class ImagePreparationTests
{
    private readonly FakeEngine _engine = new(TimeProvider.System);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Image_on_the_server_is_kept_under_the_apps_own_tag()
    {
        _engine.Store.Add("shop:1");

        Assert.Equal("shop:d1", (await PrepareAsync(new() { Repository = "shop", Tag = "1", PullPolicy = "never" })).Value);
        Assert.True(_engine.Store.Has("shop:d1"));
        Assert.Contains("haloy", ((FakeNetworks)_engine.Networks).Names);
    }

    [Fact]
    public async Task Image_the_client_built_is_never_looked_for_elsewhere()
    {
        var prepared = await PrepareAsync(new() { Repository = "nginx", Tag = "1", Build = true });

        Assert.StartsWith("image nginx:1 is not on the server", prepared.Failure!.Message, StringComparison.Ordinal);
        Assert.DoesNotContain(_engine.Calls, call => call.StartsWith("pull", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Image_is_pulled_with_credentials_and_a_refusal_is_explained()
    {
        var image = new ImageConfig { Repository = "r.example.com/shop", Tag = "1", Registry = new() { Username = new() { Value = "me" }, Password = new() { Value = "pw" } } };

        Assert.Contains("cannot be pulled: manifest for r.example.com/shop:1 not found", (await PrepareAsync(image)).Failure!.Message, StringComparison.Ordinal);
        _engine.Store.Registry.Add("r.example.com/shop:1");
        Assert.Equal("shop:d1", (await PrepareAsync(image)).Value);
        Assert.Equal(("r.example.com", "me", "pw"), (_engine.Store.LastCredentials!.Server, _engine.Store.LastCredentials.Username, _engine.Store.LastCredentials.Password));
    }

    [Fact]
    public async Task Image_that_is_there_serves_when_the_registry_does_not()
    {
        _engine.Store.Add("r.example.com/shop:1");

        Assert.True((await PrepareAsync(new() { Repository = "r.example.com/shop", Tag = "1" })).Succeeded);
    }

    [Fact]
    public async Task Rollback_with_the_registry_strategy_pulls_again()
    {
        _engine.Store.Registry.Add("r.example.com/shop:1");

        Assert.True((await PrepareAsync(new() { Repository = "r.example.com/shop", Tag = "1" }, rolledBackFrom: "d0")).Succeeded);
    }

    [Fact]
    public async Task Image_for_another_processor_is_refused()
    {
        _engine.Store.Add("shop:1", architecture: "arm64");

        var prepared = await PrepareAsync(new() { Repository = "shop", Tag = "1", PullPolicy = "never" });

        Assert.Equal("the image is built for linux/arm64, this server is linux/amd64", prepared.Failure!.Message);
    }

    [Fact]
    public async Task Named_volumes_are_made_with_the_apps_label_and_paths_are_left_alone()
    {
        _engine.Store.Add("shop:1");

        await PrepareAsync(new() { Repository = "shop", Tag = "1", PullPolicy = "never" });

        Assert.Equal(["data"], ((FakeVolumes)_engine.Volumes).Names);
        Assert.Single(await _engine.Volumes.ListAsync("dev.haloy.appName=shop", Cancellation));
    }

    private Task<Haloy.Core.Outcome<string>> PrepareAsync(ImageConfig image, string? rolledBackFrom = null)
    {
        var deployment = A.Deployment("d1", DeploymentPhase.Preparing).With(t => t with { Image = image, Volumes = ["data:/data", "/srv:/srv", "data:/more:ro"] }) with { RolledBackFrom = rolledBackFrom };
        return new ImagePreparation(_engine, new Journal(new InMemoryLog(), TimeProvider.System, NullLogger<Journal>.Instance), instance: null).PrepareAsync(deployment, Cancellation);
    }
}
