using Haloy.Server.Deployments;
using Haloy.Server.Deployments.Decisions;
using Haloy.Server.Tests.Support;
using static Haloy.Server.Tests.Support.A;

namespace Haloy.Server.Tests.Deployments.Decisions;

/// <summary>Containers that have labels and no row: started by hand, by the original, or the database was lost.</summary>
public class AdoptionTests
{
    private static readonly DateTimeOffset Now = Noon.AddSeconds(10);

    [Fact]
    public void Labelled_containers_are_routed()
    {
        var mine = Container(Deployment("mine"), 1);

        Assert.Empty(Decider.Decide(App().Has(mine), Now).Table()[0].Split("→ ")[1..]);
        Assert.Equal(["shop.example.com → mine-1"], Decider.Decide(App().Probed(mine), Now).Table());
    }

    [Fact]
    public void Newest_running_group_is_taken_for_the_current_one()
    {
        var world = App()
            .Probed(Container(Deployment("a"), 1) with { CreatedAt = Noon.AddDays(-2) })
            .Probed(Container(Deployment("b"), 1) with { CreatedAt = Noon.AddDays(-1) })
            .Has(Container(Deployment("c"), 1, "exited") with { CreatedAt = Noon });

        Assert.Equal(["shop.example.com → b-1"], Decider.Decide(world, Now).Table());
    }

    [Fact]
    public void Deploy_over_adopted_containers_retires_them()
    {
        var next = Deployment("d1", DeploymentPhase.Rolling);
        var mine = Container(Deployment("mine"), 1);
        var world = (App() with { Moving = next }).Serving(Container(next, 1)).Draining(mine, 0, Now);

        Assert.Equal(["stop mine-1"], Decider.Decide(world, Now).Actions());
        Assert.Equal(["d1 → Succeeded"], Decider.Decide(world.Has(mine with { State = "exited", Address = null, FinishedAt = Now }), Now).Changes());
    }

    [Fact]
    public void Failed_replace_of_adopted_containers_starts_them_again()
    {
        var undoing = Deployment("d1", DeploymentPhase.Undoing).With(t => t with { DeploymentStrategy = "replace" }) with { Reason = "it broke" };
        var stopped = Container(Deployment("mine"), 1, "exited") with { FinishedAt = Noon.AddSeconds(1) };

        var decision = Decider.Decide((App() with { Moving = undoing }).Has(stopped), Now);

        Assert.Equal(["restart mine-1"], decision.Actions());
        Assert.Empty(decision.Changes);
    }

    [Fact]
    public void Container_that_was_stopped_before_the_deployment_is_not_started_by_its_failure()
    {
        var undoing = Deployment("d1", DeploymentPhase.Undoing) with { Reason = "it broke" };
        var stopped = Container(Deployment("mine"), 1, "exited") with { StartedAt = Noon.AddDays(-1), FinishedAt = Noon.AddHours(-1) };

        Assert.Equal(["d1 → Failed"], Decider.Decide((App() with { Moving = undoing }).Has(stopped), Now).Changes());
    }
}
