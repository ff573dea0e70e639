using Haloy.Server.Deployments;
using Haloy.Server.Deployments.Decisions;
using Haloy.Server.Tests.Support;
using static Haloy.Server.Tests.Support.A;

namespace Haloy.Server.Tests.Deployments.Decisions;

public class ShutdownTests
{
    private static readonly DateTimeOffset Now = Noon.AddSeconds(10);
    private static readonly Deployment Current = Deployment("d1");

    [Fact]
    public void Stop_drains_stops_and_keeps()
    {
        var world = App() with { Current = Current, Intent = AppIntent.Stop };

        Step(world.Serving(Container(Current, 1)), [], ["shop.example.com stopped → (d1-1)"]);
        Step(world.Draining(Container(Current, 1), 1, Now), [], ["shop.example.com stopped → (d1-1)"]);
        Step(world.Draining(Container(Current, 1), 0, Now), ["stop d1-1"], ["shop.example.com stopped → (d1-1)"]);
        Step(world.Has(Container(Current, 1, "exited")), [], ["shop.example.com stopped →"]);
    }

    [Fact]
    public void Stop_still_removes_what_ended_deployments_left()
    {
        var world = (App() with { Current = Current, Finished = ["d0"], Intent = AppIntent.Stop }).Has(Container(Current, 1, "exited")).Has(Container(Deployment("d0"), 1, "exited"));

        Step(world, ["remove d0-1"], ["shop.example.com stopped →"]);
    }

    [Fact]
    public void Remove_forgets_the_app_when_its_containers_are_gone()
    {
        var world = App() with { Current = Current, Intent = AppIntent.Remove };

        Step(world.Has(Container(Current, 1, "exited")), ["remove d1-1"], ["shop.example.com stopped →"]);
        Assert.True(Decider.Decide(world, Now).Forget);
    }

    [Fact]
    public void Remove_with_volumes_forgets_the_app_after_its_volumes()
    {
        var world = App() with { Current = Current, Intent = AppIntent.RemoveWithVolumes };

        Step(world, ["volumes shop"], []);
        Assert.False(Decider.Decide(world, Now).Forget);
        Assert.True(Decider.Decide(world with { VolumesRemoved = true }, Now).Forget);
    }

    [Fact]
    public void Stop_takes_back_the_deployment_that_moves_first()
    {
        var world = App() with { Moving = Deployment("d2", DeploymentPhase.Rolling), Intent = AppIntent.Stop };

        Assert.Equal(["d2 → Undoing"], Decider.Decide(world, Now).Changes());
    }

    [Fact]
    public void Stop_ends_a_deployment_that_only_prepares()
    {
        var world = App() with { Moving = Deployment("d2", DeploymentPhase.Preparing), Intent = AppIntent.Stop };

        Assert.Equal(["d2 → Superseded"], Decider.Decide(world, Now).Changes());
    }

    [Fact]
    public void Newer_request_ends_a_deployment_that_only_prepares()
    {
        var world = App() with { Moving = Deployment("d2", DeploymentPhase.Preparing), Pending = [Deployment("d3", DeploymentPhase.Pending)] };

        Assert.Equal(["d2 → Superseded"], Decider.Decide(world, Now).Changes());
    }

    [Fact]
    public void Remove_takes_adopted_containers_with_it()
    {
        var mine = Container(Deployment("mine"), 1) with { Replica = 0 };
        var world = App() with { Intent = AppIntent.Remove };

        Step(world.Draining(mine, 0, Now), ["stop mine-1"], ["shop.example.com stopped → (mine-1)"]);
        var stopped = Decider.Decide(world.Has(mine with { State = "exited", Address = null }), Now);

        Assert.Equal(["remove mine-1"], stopped.Actions());
        Assert.False(stopped.Forget);
    }

    private static void Step(AppWorld world, string[] actions, string[] table)
    {
        var decision = Decider.Decide(world, Now);
        Assert.Equal((string.Join(", ", actions), string.Join(", ", table), ""), (string.Join(", ", decision.Actions()), string.Join(", ", decision.Table()), string.Join(", ", decision.Changes())));
    }
}
