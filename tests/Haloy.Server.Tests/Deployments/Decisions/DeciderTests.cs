using Haloy.Server.Deployments;
using Haloy.Server.Deployments.Decisions;
using Haloy.Server.Tests.Support;
using static Haloy.Server.Tests.Support.A;

namespace Haloy.Server.Tests.Deployments.Decisions;

public class DeciderTests
{
    private static readonly DateTimeOffset Now = Noon.AddSeconds(10);
    private static readonly Deployment First = Deployment("d1", DeploymentPhase.Rolling);

    [Fact]
    public void Pending_takes_the_newest_and_supersedes_those_before_it()
    {
        var world = App() with { Pending = [Deployment("d1", DeploymentPhase.Pending), Deployment("d2", DeploymentPhase.Pending), Deployment("d3", DeploymentPhase.Pending)] };

        Assert.Equal(["d1 → Superseded", "d2 → Superseded", "d3 → Preparing"], Decider.Decide(world, Now).Changes());
    }

    [Fact]
    public void Pending_waits_while_another_moves()
    {
        var world = App() with { Moving = First, Pending = [Deployment("d2", DeploymentPhase.Pending)] };

        Assert.Empty(Decider.Decide(world, Now).Changes());
        Assert.Equal(["start d1-1"], Decider.Decide(world, Now).Actions());
    }

    [Fact]
    public void Preparing_makes_the_image_ready_while_the_old_version_serves()
    {
        var old = Deployment("d1");
        var world = (App() with { Current = old, Moving = Deployment("d2", DeploymentPhase.Preparing) }).Serving(Container(old, 1));

        var decision = Decider.Decide(world, Now);

        Assert.Equal(["prepare d2"], decision.Actions());
        Assert.Equal(["shop.example.com → d1-1"], decision.Table());
    }

    [Fact]
    public void Preparing_goes_on_with_the_image_or_fails_without()
    {
        var world = App() with { Moving = Deployment("d1", DeploymentPhase.Preparing) };

        Assert.Equal(["d1 → Rolling"], Decider.Decide(world with { PreparedImage = "shop:d1" }, Now).Changes());
        Assert.Equal(["d1 → Failed"], Decider.Decide(world with { Failure = "no image" }, Now).Changes());
        Assert.Equal(["d1 → Failed"], Decider.Decide(world with { Moving = world.Moving! with { SecretsLost = true } }, Now).Changes());
    }

    [Fact]
    public void First_deploy_starts_waits_routes_and_succeeds()
    {
        var world = App() with { Moving = First };
        var container = Container(First, 1) with { IsKeptUp = false };

        Step(world, ["start d1-1"], []);
        Step(world.Has(container with { State = "created", StartedAt = null, Address = null }), ["start d1-1"], []);
        Step(world.Has(container), [], []);
        Step(world.Probed(container), ["keep up d1-1"], ["shop.example.com → d1-1"]);
        Step(world.Serving(container), ["keep up d1-1"], ["shop.example.com → d1-1"]);
        Assert.Equal(["d1 → Succeeded"], Decider.Decide(world.Serving(container with { IsKeptUp = true }), Now).Changes());
    }

    [Fact]
    public void Container_being_started_is_probed_until_it_passes()
    {
        var container = Container(First, 1);

        var waiting = Decider.Decide((App() with { Moving = First }).Has(container), Now);
        var passed = Decider.Decide((App() with { Moving = First }).Probed(container), Now);

        Assert.Equal(container.Run, Assert.Single(waiting.Probes).Run);
        Assert.Equal(Noon.AddSeconds(60), waiting.WakeAt);
        Assert.Empty(passed.Probes);
    }

    [Fact]
    public void Rolling_three_to_three_replaces_one_at_a_time()
    {
        var (old, next) = (Deployment("d1", replicas: 3), Deployment("d2", DeploymentPhase.Rolling, replicas: 3));
        var world = App() with { Current = old, Moving = next };
        foreach (var replica in (int[])[1, 2, 3])
            world = world.Serving(Container(old, replica));

        Step(world, ["start d2-1"], ["shop.example.com → d1-1 d1-2 d1-3"]);
        world = world.Probed(Container(next, 1));
        Step(world, [], ["shop.example.com → d1-1 d1-2 d1-3 d2-1"]);
        world = world.Serving(Container(next, 1));
        Step(world, [], ["shop.example.com → (d1-1) d1-2 d1-3 d2-1"]);
        world = world.Draining(Container(old, 1), inFlight: 2, since: Now);
        Step(world, [], ["shop.example.com → (d1-1) d1-2 d1-3 d2-1"]);
        world = world.Draining(Container(old, 1), inFlight: 0, since: Now);
        Step(world, ["stop d1-1"], ["shop.example.com → (d1-1) d1-2 d1-3 d2-1"]);
        world = world.Has(Container(old, 1, "exited"));
        Step(world, ["start d2-2"], ["shop.example.com → d1-2 d1-3 d2-1"]);

        world = world.Serving(Container(next, 2)).Draining(Container(old, 2), 0, Now);
        Step(world, ["stop d1-2"], ["shop.example.com → (d1-2) d1-3 d2-1 d2-2"]);
        world = world.Has(Container(old, 2, "exited")).Serving(Container(next, 3)).Draining(Container(old, 3), 0, Now);
        Step(world, ["stop d1-3"], ["shop.example.com → (d1-3) d2-1 d2-2 d2-3"]);
        world = world.Has(Container(old, 3, "exited"));
        Assert.Equal(["d2 → Succeeded"], Decider.Decide(world, Now).Changes());
    }

    [Fact]
    public void Ready_replica_the_proxy_has_not_confirmed_retires_nobody()
    {
        var (old, next) = (Deployment("d1"), Deployment("d2", DeploymentPhase.Rolling));
        var container = Container(next, 1);
        var world = (App() with { Current = old, Moving = next }).Serving(Container(old, 1)).Probed(container)
            .Routed(container, new("d2", Draining: false, Confirmed: false, 0, null));

        Step(world, [], ["shop.example.com → d1-1 d2-1"]);
    }

    [Fact]
    public void Drain_ends_at_its_deadline_even_with_requests_in_flight()
    {
        var (old, next) = (Deployment("d1"), Deployment("d2", DeploymentPhase.Rolling));
        var world = (App() with { Current = old, Moving = next }).Serving(Container(next, 1)).Draining(Container(old, 1), inFlight: 1, since: Noon);

        Assert.Empty(Decider.Decide(world, Noon.AddSeconds(29)).Actions());
        Assert.Equal(Noon.AddSeconds(30), Decider.Decide(world, Noon.AddSeconds(29)).WakeAt);
        Assert.Equal(["stop d1-1"], Decider.Decide(world, Noon.AddSeconds(30)).Actions());
    }

    [Fact]
    public void Scale_up_adds_after_the_first_took_over_and_scale_down_retires_as_many()
    {
        var (one, three) = (Deployment("d1"), Deployment("d2", DeploymentPhase.Rolling, replicas: 3));
        var up = (App() with { Current = one, Moving = three }).Has(Container(one, 1, "exited")).Serving(Container(three, 1));
        Step(up, ["start d2-2"], ["shop.example.com → d2-1"]);
        Step(up.Serving(Container(three, 2)), ["start d2-3"], ["shop.example.com → d2-1 d2-2"]);

        var (many, single) = (Deployment("d1", replicas: 3), Deployment("d2", DeploymentPhase.Rolling));
        var down = (App() with { Current = many, Moving = single }).Serving(Container(many, 1)).Serving(Container(many, 2)).Serving(Container(many, 3));
        Step(down, ["start d2-1"], ["shop.example.com → d1-1 d1-2 d1-3"]);
        Step(down.Serving(Container(single, 1)), [], ["shop.example.com → (d1-1) (d1-2) (d1-3) d2-1"]);
    }

    [Fact]
    public void Without_domains_a_replica_serves_once_it_is_stable()
    {
        var quiet = First.With(t => t with { Domains = [] });
        var world = (App() with { Moving = quiet }).Has(Container(quiet, 1));

        Assert.Equal(Noon.AddSeconds(2), Decider.Decide(world, Noon.AddSeconds(1)).WakeAt);
        Assert.Equal(["d1 → Succeeded"], Decider.Decide(world, Noon.AddSeconds(2)).Changes());
    }

    [Theory]
    [InlineData("exited", 0, null, "replica 1 exited with code 3 before it was ready")]
    [InlineData("restarting", 0, null, "replica 1 exited with code 3 before it was ready")]
    [InlineData("running", 1, null, "replica 1 ended, and Docker started it again, before the deployment was over")]
    [InlineData("running", 0, "unhealthy", "replica 1 is not healthy: its HEALTHCHECK says unhealthy: no")]
    public void Slot_that_will_not_serve_undoes_the_deployment(string state, int restarts, string? health, string reason)
    {
        var container = Container(First, 1) with { State = state, RestartCount = restarts, ExitCode = 3, DockerHealth = health, DockerHealthOutput = "no" };

        var change = Assert.Single(Decider.Decide((App() with { Moving = First }).Has(container), Now).Changes);

        Assert.Equal((DeploymentPhase.Undoing, reason), (change.Phase, change.Reason));
    }

    [Fact]
    public void Slot_that_is_not_ready_in_time_undoes_the_deployment()
    {
        var container = Container(First, 1);
        var world = (App() with { Moving = First, Probes = App().Probes.Add(container.Run, new(false, "GET / answered 503")) }).Has(container);

        Assert.Empty(Decider.Decide(world, Noon.AddSeconds(59)).Changes());
        Assert.Equal("replica 1 was not ready within 60 s: GET / answered 503", Decider.Decide(world, Noon.AddSeconds(60)).Changes[0].Reason);
    }

    [Fact]
    public void Slot_that_was_up_while_no_daemon_ran_is_probed_before_it_is_judged() =>
        Assert.Empty(Decider.Decide((App() with { Moving = First }).Has(Container(First, 1)), Noon.AddHours(1)).Changes());

    [Fact]
    public void Replace_drains_and_stops_everything_before_it_starts_anything()
    {
        var (old, next) = (Deployment("d1", replicas: 2), Replacing("d2", DeploymentPhase.Rolling, 2));
        var world = (App() with { Current = old, Moving = next }).Serving(Container(old, 1)).Serving(Container(old, 2));

        Step(world, [], ["shop.example.com → (d1-1) (d1-2)"]);
        world = world.Draining(Container(old, 1), 0, Now).Draining(Container(old, 2), 1, Now);
        Step(world, ["stop d1-1"], ["shop.example.com → (d1-1) (d1-2)"]);
        world = world.Has(Container(old, 1, "exited")).Has(Container(old, 2, "exited"));
        Step(world, ["start d2-1", "start d2-2"], ["shop.example.com →"]);
    }

    [Fact]
    public void Garbage_of_ended_deployments_is_stopped_and_removed()
    {
        var (current, failed) = (Deployment("d2"), Deployment("d1", DeploymentPhase.Failed));
        var world = (App() with { Current = current, Finished = ["d1"] }).Serving(Container(current, 1));

        Step(world.Has(Container(failed, 1)), ["stop d1-1"], ["shop.example.com → d2-1"]);
        Step(world.Has(Container(failed, 1, "exited")), ["remove d1-1"], ["shop.example.com → d2-1"]);
    }

    [Fact]
    public void Garbage_includes_what_was_created_for_a_deployment_that_was_forgotten()
    {
        var current = Deployment("d9");
        var world = (App() with { Current = current }).Serving(Container(current, 1)).Has(Container(Deployment("d1"), 1, "exited"));

        Step(world, ["remove d1-1"], ["shop.example.com → d9-1"]);
    }

    [Fact]
    public void Container_started_by_hand_beside_a_deployed_app_is_left_alone()
    {
        var current = Deployment("d9");
        var world = (App() with { Current = current }).Serving(Container(current, 1)).Has(Container(Deployment("mine"), 1) with { Replica = 0 });

        Step(world, [], ["shop.example.com → d9-1"]);
    }

    [Fact]
    public void Crashed_container_leaves_the_routes_and_comes_back_when_it_is_ready()
    {
        var current = Deployment("d1", replicas: 2);
        var world = (App() with { Current = current }).Serving(Container(current, 1)).Serving(Container(current, 2));

        Step(world.Has(Container(current, 2, "restarting")), [], ["shop.example.com → d1-1"]);
        var again = Container(current, 2) with { StartedAt = Now, RestartCount = 1 };
        Step(world.Has(again), [], ["shop.example.com → d1-1"]);
        Step(world.Probed(again), [], ["shop.example.com → d1-1 d1-2"]);
    }

    [Fact]
    public void Paused_container_gets_no_requests()
    {
        var current = Deployment("d1", replicas: 2);
        var world = (App() with { Current = current }).Serving(Container(current, 1)).Serving(Container(current, 2, "paused"));

        Step(world, [], ["shop.example.com → d1-1"]);
    }

    private static Deployment Replacing(string id, DeploymentPhase phase, int replicas) => Deployment(id, phase, replicas).With(t => t with { DeploymentStrategy = "replace" });

    private static void Step(AppWorld world, string[] actions, string[] table)
    {
        var decision = Decider.Decide(world, Now);
        Assert.Equal((string.Join(", ", actions), string.Join(", ", table), ""), (string.Join(", ", decision.Actions()), string.Join(", ", decision.Table()), string.Join(", ", decision.Changes())));
    }
}
