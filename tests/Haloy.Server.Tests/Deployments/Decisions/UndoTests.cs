using Haloy.Server.Deployments;
using Haloy.Server.Deployments.Decisions;
using Haloy.Server.Tests.Support;
using static Haloy.Server.Tests.Support.A;

namespace Haloy.Server.Tests.Deployments.Decisions;

public class UndoTests
{
    private static readonly DateTimeOffset Now = Noon.AddSeconds(10);
    private static readonly Deployment Old = Deployment("d1", replicas: 2);

    [Fact]
    public void Undo_of_a_first_deploy_removes_it_and_shows_its_output()
    {
        var undoing = Undoing("d1");
        var world = App() with { Moving = undoing };

        Step(world.Has(Container(undoing, 1, "exited")), ["remove d1-1 with output"], []);
        Step(world.Has(Container(undoing, 1)), ["stop d1-1"], []);
        var change = Assert.Single(Decider.Decide(world, Now).Changes);
        Assert.Equal((DeploymentPhase.Failed, "it broke"), (change.Phase, change.Reason));
    }

    [Fact]
    public void Undo_brings_back_what_was_retired_and_keeps_new_ones_until_then()
    {
        var undoing = Undoing("d2", 2);
        var world = (App() with { Current = Old, Moving = undoing }).Has(Container(Old, 1, "exited")).Serving(Container(Old, 2)).Serving(Container(undoing, 1)).Has(Container(undoing, 2, "exited"));

        Step(world, ["remove d2-2 with output", "restart d1-1"], ["shop.example.com → d1-2 d2-1"]);
        world = world with { Containers = world.Containers.RemoveAll(c => c.Id == "d2-2") };
        var back = Container(Old, 1) with { StartedAt = Now };
        Step(world.Has(back), [], ["shop.example.com → d1-2 d2-1"]);
        Step(world.Probed(back), [], ["shop.example.com → d1-1 d1-2 d2-1"]);
        Step(world.Serving(back), [], ["shop.example.com → (d2-1) d1-1 d1-2"]);
        world = world.Serving(back).Draining(Container(undoing, 1), 0, Now);
        Step(world, ["stop d2-1"], ["shop.example.com → (d2-1) d1-1 d1-2"]);
        world = world.Has(Container(undoing, 1, "exited"));
        Step(world, ["remove d2-1 with output"], ["shop.example.com → d1-1 d1-2"]);
        world = world with { Containers = world.Containers.RemoveAll(c => c.Id == "d2-1") };
        Assert.Equal(["d2 → Failed"], Decider.Decide(world, Now).Changes());
    }

    [Fact]
    public void Old_container_that_does_not_return_is_told_of_at_its_deadline()
    {
        var undoing = Undoing("d2", 2);
        var world = (App() with { Current = Old, Moving = undoing }).Has(Container(Old, 1) with { StartedAt = Now }).Serving(Container(Old, 2));

        Assert.Empty(Decider.Decide(world, Now.AddSeconds(59)).Changes());
        var change = Assert.Single(Decider.Decide(world, Now.AddSeconds(60)).Changes);

        Assert.Equal("it broke; and the previous version did not come back on shop-d1-r1: see `haloy logs`", change.Reason);
    }

    [Fact]
    public void Old_container_that_cannot_be_started_does_not_hold_the_app_for_ever()
    {
        var undoing = Undoing("d2", 2);
        var world = (App() with { Current = Old, Moving = undoing }).Has(Container(Old, 1, "exited") with { StartedAt = Noon.AddHours(-1) }).Serving(Container(Old, 2));

        Assert.Empty(Decider.Decide(world, Noon.AddMinutes(1)).Changes());
        var change = Assert.Single(Decider.Decide(world, Noon.AddMinutes(20)).Changes);

        Assert.Equal(DeploymentPhase.Failed, change.Phase);
        Assert.False(change.PreviousServes);
        Assert.Contains("did not come back on shop-d1-r1", change.Reason);
    }

    [Fact]
    public void Old_container_that_crashes_again_and_again_has_until_its_deadline()
    {
        var undoing = Undoing("d2", 2);
        var crashing = Container(Old, 1) with { StartedAt = Noon.AddSeconds(59), RestartCount = 9 };
        var world = (App() with { Current = Old, Moving = undoing }).Has(crashing).Serving(Container(Old, 2));

        Assert.Equal(["d2 → Failed"], Decider.Decide(world, Noon.AddSeconds(60)).Changes());
    }

    [Fact]
    public void Old_container_that_dies_on_return_is_not_started_for_ever()
    {
        var undoing = Undoing("d2", 2);
        var world = (App() with { Current = Old, Moving = undoing }).Has(Container(Old, 1, "exited") with { StartedAt = Now }).Serving(Container(Old, 2));

        Assert.Equal(["d2 → Failed"], Decider.Decide(world, Now).Changes());
    }

    [Fact]
    public void Undo_of_a_replace_stops_the_new_before_the_old_starts()
    {
        var undoing = Undoing("d2", 2).With(t => t with { DeploymentStrategy = "replace" });
        var world = (App() with { Current = Old, Moving = undoing }).Has(Container(Old, 1, "exited")).Has(Container(Old, 2, "exited")).Has(Container(undoing, 1));

        Step(world, ["stop d2-1"], ["shop.example.com →"]);
        Step(world.Has(Container(undoing, 1, "exited")), ["remove d2-1 with output", "restart d1-1", "restart d1-2"], ["shop.example.com →"]);
    }

    [Fact]
    public void Static_name_is_freed_for_the_new_and_given_back_on_the_way_back()
    {
        var old = Static("d1", DeploymentPhase.Succeeded);
        var next = Static("d2", DeploymentPhase.Rolling);
        var world = App() with { Current = old, Moving = next };

        Step(world.Has(Container(old, 1, "exited")), ["rename d1-1 shop-d1"], ["shop.example.com →"]);
        var aside = Container(old, 1, "exited") with { Name = "shop-d1" };
        Step(world.Has(aside), ["start d2-1"], ["shop.example.com →"]);

        var undoing = world with { Moving = next with { Phase = DeploymentPhase.Undoing, Reason = "it broke" } };
        Step(undoing.Has(aside).Has(Container(next, 1, "exited")), ["remove d2-1 with output", "restart d1-1"], ["shop.example.com →"]);
        var back = Container(old, 1) with { Name = "shop-d1", StartedAt = Now };
        Step(undoing.Serving(back), ["rename d1-1 shop"], ["shop.example.com → d1-1"]);
        Assert.Equal(["d2 → Failed"], Decider.Decide(undoing.Serving(back with { Name = "shop" }), Now).Changes());
    }

    private static Deployment Undoing(string id, int replicas = 1) => Deployment(id, DeploymentPhase.Undoing, replicas) with { Reason = "it broke" };

    private static Deployment Static(string id, DeploymentPhase phase) => Deployment(id, phase).With(t => t with { DeploymentStrategy = "replace", NamingStrategy = "static" });

    private static void Step(AppWorld world, string[] actions, string[] table)
    {
        var decision = Decider.Decide(world, Now);
        Assert.Equal((string.Join(", ", actions), string.Join(", ", table), ""), (string.Join(", ", decision.Actions()), string.Join(", ", decision.Table()), string.Join(", ", decision.Changes())));
    }
}
