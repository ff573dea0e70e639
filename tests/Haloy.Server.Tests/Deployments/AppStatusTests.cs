using Haloy.Server.Deployments;
using Haloy.Server.Tests.Support;
using static Haloy.Server.Tests.Support.A;

namespace Haloy.Server.Tests.Deployments;

public class AppStatusTests
{
    [Fact]
    public void Nothing_is_said_of_an_unknown_app() => Assert.Null(AppStatus.Of(World.Empty, "shop", Noon));

    [Fact]
    public void Current_deployment_is_shown_with_each_container_and_its_rotation()
    {
        var current = Deployment("d1", replicas: 2);
        var app = (App() with { Current = current, LastEnded = current }).Serving(Container(current, 1)).Has(Container(current, 2));

        var status = AppStatus.Of(World.Empty.With(app) with { Routing = app.Routing }, "shop", Noon)!;

        Assert.Equal(("running", "d1", null), (status.State, status.DeploymentId, status.LastDeployment));
        Assert.Equal([("healthy", true), ("starting", false)], status.Containers!.Select(c => (c.Health, c.InRotation)));
        Assert.Equal("it has not been probed yet", status.Containers![1].Detail);
        Assert.Equal("shop.example.com", Assert.Single(status.Domains!).Domain);
    }

    [Fact]
    public void Deployment_that_moves_or_failed_is_told_beside_the_current_one()
    {
        var app = App() with { Current = Deployment("d1"), LastEnded = Deployment("d2", DeploymentPhase.Failed) with { Reason = "it broke" } };

        Assert.Equal(new("d2", "failed", "it broke"), AppStatus.Of(World.Empty.With(app), "shop", Noon)!.LastDeployment);
        Assert.Equal(new("d3", "rolling", null), AppStatus.Of(World.Empty.With(app with { Moving = Deployment("d3", DeploymentPhase.Rolling) }), "shop", Noon)!.LastDeployment);
    }

    [Fact]
    public void What_an_old_proxy_passes_over_is_told()
    {
        var app = App() with { Current = Deployment("d1").With(t => t with { IpAllow = ["192.0.2.0/24"] }) };
        var world = World.Empty.With(app);

        Assert.Contains("passes over 'ip_allow'", Assert.Single(AppStatus.Of(world with { Routing = world.Routing with { ProxyGeneration = 1 } }, "shop", Noon)!.Warnings!));
        Assert.Null(AppStatus.Of(world with { Routing = world.Routing with { ProxyGeneration = 2 } }, "shop", Noon)!.Warnings);
        Assert.Null(AppStatus.Of(world, "shop", Noon)!.Warnings);
    }

    [Theory]
    [InlineData("running", "exited", "running")]
    [InlineData("restarting", "running", "restarting")]
    [InlineData("exited", "created", "exited")]
    public void Most_telling_state_of_several_is_shown(string one, string two, string shown)
    {
        var current = Deployment("d1", replicas: 2);
        var app = (App() with { Current = current }).Has(Container(current, 1, one)).Has(Container(current, 2, two));

        Assert.Equal(shown, AppStatus.Of(World.Empty.With(app), "shop", Noon)!.State);
    }
}
