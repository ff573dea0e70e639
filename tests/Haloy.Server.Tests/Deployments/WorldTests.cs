using Haloy.Server.Deployments;
using Haloy.Server.Deployments.Decisions;
using Haloy.Server.Tests.Support;
using static Haloy.Server.Tests.Support.A;

namespace Haloy.Server.Tests.Deployments;

public class WorldTests
{
    [Fact]
    public void Restore_finds_every_deployment_its_part()
    {
        var store = new InMemoryStore();
        foreach (var (id, phase) in new[] { ("d1", DeploymentPhase.Succeeded), ("d2", DeploymentPhase.Succeeded), ("d3", DeploymentPhase.Failed), ("d4", DeploymentPhase.Rolling), ("d5", DeploymentPhase.Pending) })
            store.Change(store.Add(Deployment(id, DeploymentPhase.Pending))! with { Phase = phase });
        store.SetIntent("shop", AppIntent.Stop);

        var app = World.Restore(store.Load()).App("shop");

        Assert.Equal(("d2", "d4", "d3", "d5", AppIntent.Stop), (app.Current!.Id, app.Moving!.Id, app.LastEnded!.Id, app.Pending.Single().Id, app.Intent));
        Assert.Equal(["d1", "d3"], app.Finished.Order());
    }

    [Fact]
    public void Restore_leaves_out_apps_that_were_removed_and_keeps_wishes_for_those_never_deployed()
    {
        var store = new InMemoryStore();
        store.Change(store.Add(Deployment("d1"))!);
        store.Forget("shop");
        store.SetIntent("mine", AppIntent.Remove);

        var world = World.Restore(store.Load());

        Assert.Equal(["mine"], world.Apps.Keys);
        Assert.Equal(AppIntent.Remove, world.App("mine").Intent);
    }

    [Fact]
    public void First_listing_takes_what_the_proxy_serves_with_for_healthy()
    {
        var (served, other) = (Container(Deployment("d1"), 1), Container(Deployment("d1"), 2));
        var routing = App().Serving(served).Routing;

        var world = (World.Empty with { Routing = routing }).Seen(new[] { served, other }.ToLookup(c => c.App));

        Assert.True(world.ContainersKnown);
        Assert.Equal([served.Run], world.App("shop").Probes.Keys);
    }

    [Fact]
    public void Later_listing_grants_nothing()
    {
        var served = Container(Deployment("d1"), 1);
        var world = World.Empty with { Routing = App().Serving(served).Routing, ContainersKnown = true };

        Assert.Empty(world.Seen(new[] { served }.ToLookup(c => c.App)).App("shop").Probes);
    }

    [Fact]
    public void Probe_result_ends_with_its_run()
    {
        var container = Container(Deployment("d1"), 1);
        var world = World.Empty.Seen("shop", [container]).Probed("shop", container.Run, new(true, "ok"));

        Assert.Single(world.App("shop").Probes);
        Assert.Empty(world.Seen("shop", [container with { StartedAt = Noon.AddSeconds(1) }]).App("shop").Probes);
    }

    [Fact]
    public void Late_news_of_a_forgotten_app_do_not_bring_it_back()
    {
        Assert.Empty(World.Empty.Seen("shop", []).Apps);
        Assert.Empty(World.Empty.Probed("shop", new("c", Noon), new(true, "ok")).Apps);
    }

    [Fact]
    public void Domain_is_owned_by_current_moving_pending_and_adopted()
    {
        var world = World.Empty
            .Changed(Deployment("d1", DeploymentPhase.Pending, app: "one"))
            .Changed(Deployment("d2", DeploymentPhase.Preparing, app: "two"))
            .Changed(Deployment("d3", app: "three"))
            .Seen("four", [Container(Deployment("d4", app: "four"), 1)])
            .Seen("five", [Container(Deployment("d5", app: "five"), 1, "exited")]);

        foreach (var app in (string[])["one", "two", "three", "four"])
        {
            Assert.Equal((app, $"{app}.example.com"), world.OwnerOf(A.Claim($"{app}.example.com"), "other"));
            Assert.Null(world.OwnerOf(A.Claim($"{app}.example.com"), app));
        }

        Assert.Null(world.OwnerOf(A.Claim("five.example.com"), "other"));
    }

    [Fact]
    public void Success_ends_everything_before_it()
    {
        var world = World.Empty.Changed(Deployment("d1")).Seen("shop", [Container(Deployment("d0"), 1), Container(Deployment("d2"), 1)]);

        var app = world.Changed(Deployment("d2", DeploymentPhase.Rolling)).Changed(Deployment("d2")).App("shop");

        Assert.Equal(("d2", null), (app.Current!.Id, app.Moving));
        Assert.Equal(["d0", "d1"], app.Finished.Order());
    }
}
