using Haloy.Docker.Containers;
using Haloy.Server.Deployments;
using Haloy.Server.Deployments.Decisions;
using Haloy.Server.Health;
using Haloy.Server.Tests.Simulation;
using Haloy.Server.Tests.Support;
using Haloy.Testing.FakeDocker;

namespace Haloy.Server.Tests.Deployments;

/// <summary>The reconciler with its executor, observer and proxy synchronisation, step by step on a clock that is moved by hand.</summary>
public sealed class ReconcilerTests : IDisposable
{
    private readonly SynchronizationContext? _before = SynchronizationContext.Current;
    private readonly SimulationContext _context = new();
    private readonly FakeEngine _engine;
    private readonly SimulatedProxy _proxy;
    private readonly InMemoryStore _store = new();
    private readonly InMemoryLog _log = new();
    private readonly SimulatedDaemon _daemon;

    public ReconcilerTests()
    {
        SynchronizationContext.SetSynchronizationContext(_context);
        _engine = new(_context.Clock);
        _engine.Store.Add("shop:1");
        _proxy = new(_context, new Random(1));
        _daemon = new(_engine, _proxy, _store, _log, (_, _) => Task.FromResult(new ProbeResult(true, "answered 200")), _context.Clock);
        _daemon.Start(lastKnown: null);
        Pass(1);
    }

    public void Dispose()
    {
        _daemon.Dispose();
        SynchronizationContext.SetSynchronizationContext(_before);
    }

    [Fact]
    public void Deploy_runs_through_and_tells_its_story()
    {
        Deploy("d1");
        Pass(5);

        Assert.Equal(DeploymentPhase.Succeeded, Phase("d1"));
        Assert.Equal(["accepted", "preparing the image", "starting replica 1 of 1 (shop-d1)", "shop is deployed, 1 replica ready"], _log.Of("d1").Select(e => e.Message));
        Assert.Equal("shop-d1", Assert.Single(_engine.All).Name);
        Assert.Single(_proxy.Active);
    }

    [Fact]
    public void Engine_that_cannot_create_fails_the_deployment_with_its_words()
    {
        _engine.Fault = (verb, _) => verb == "create" ? FakeEngine.Refusal(500, "no space left on device") : null;

        Deploy("d1");
        Pass(5);

        Assert.Equal(DeploymentPhase.Failed, Phase("d1"));
        Assert.Contains("no space left on device", _log.Of("d1")[^1].Fields!["error"], StringComparison.Ordinal);
    }

    [Fact]
    public void Name_taken_by_a_stranger_fails_the_deployment_and_leaves_the_stranger()
    {
        _engine.Box.Add("shop-d1", new Dictionary<string, string>(), running: true);

        Deploy("d1");
        Pass(5);

        Assert.Contains("is taken by a container that is not of this deployment", _log.Of("d1")[^1].Fields!["error"], StringComparison.Ordinal);
        Assert.True(Assert.Single(_engine.All).IsRunning);
    }

    [Fact]
    public void Engine_that_never_answers_fails_the_deployment_in_the_end()
    {
        _engine.Latency = verb => verb == "create" ? TimeSpan.FromDays(1) : TimeSpan.Zero;

        Deploy("d1");
        Pass(115);
        Assert.Equal(DeploymentPhase.Rolling, Phase("d1"));
        Pass(10);

        Assert.Equal(DeploymentPhase.Failed, Phase("d1"));
        Assert.Contains("Docker did not finish within 2 minutes", _log.Of("d1")[^1].Fields!["error"], StringComparison.Ordinal);
    }

    [Fact]
    public void Look_the_engine_hangs_on_is_given_up_and_made_again()
    {
        Deploy("d1");
        Pass(5);
        _engine.Latency = verb => verb == "inspect" ? TimeSpan.FromDays(1) : TimeSpan.Zero;
        _engine.Box.Crash(_engine.All.Single(), 1, restarts: false);
        Pass(1);
        _engine.Latency = _ => TimeSpan.Zero;
        Assert.Single(_proxy.Active);

        Pass(35);
        Assert.Empty(_proxy.Active);
    }

    [Fact]
    public void Container_is_kept_up_by_the_engine_only_once_it_was_ready()
    {
        _engine.Box.OnStarted = container => Assert.Equal(RestartPolicy.No, container.RestartPolicy);

        Deploy("d1");
        Pass(5);

        Assert.Equal(RestartPolicy.UnlessStopped, _engine.All.Single().RestartPolicy);
    }

    [Fact]
    public void Failed_stop_is_tried_again_with_growing_pauses()
    {
        Deploy("d1");
        Pass(5);
        var start = _engine.Calls.Count;
        _engine.Fault = (verb, _) => verb == "stop" ? FakeEngine.Refusal(500, "busy") : null;

        _ = _daemon.StopAsync("shop", AppIntent.Stop);
        Pass(32);
        Assert.Equal(6, _engine.Calls.Skip(start).Count(call => call.StartsWith("stop", StringComparison.Ordinal)));

        _engine.Fault = (_, _) => null;
        Pass(60);
        Assert.False(Assert.Single(_engine.All).IsRunning);
    }

    [Fact]
    public void Crash_while_no_event_is_heard_is_seen_after_reconnecting()
    {
        Deploy("d1");
        Pass(5);
        _engine.Stream.Disconnect(null);
        _engine.Box.Crash(_engine.All.Single(), 1, restarts: false);
        Pass(5);

        Assert.Empty(_proxy.Active);
    }

    [Fact]
    public void Engine_that_was_away_is_looked_at_when_it_is_back()
    {
        Deploy("d1");
        Pass(5);
        _engine.Fault = (_, _) => FakeEngine.Unavailable();
        _engine.Stream.Disconnect(FakeEngine.Unavailable());
        Pass(20);
        Assert.Single(_proxy.Active);

        _engine.Box.Crash(_engine.All.Single(), 1, restarts: false);
        _engine.Fault = (_, _) => null;
        Pass(10);
        Assert.Empty(_proxy.Active);
    }

    [Fact]
    public void Daemon_that_lost_the_last_table_still_counts_on_from_the_proxys()
    {
        Deploy("d1");
        Pass(5);
        var generation = _proxy.Table!.Generation;
        _daemon.Kill();
        using var next = new SimulatedDaemon(_engine, _proxy, _store, _log, (_, _) => Task.FromResult(new ProbeResult(true, "answered 200")), _context.Clock);
        next.Start(lastKnown: null);
        Pass(5);

        Assert.True(_proxy.Table.Generation > generation);
        Assert.Single(_proxy.Active);
    }

    [Fact]
    public void Action_that_ends_in_an_unexpected_way_does_not_stop_the_daemon()
    {
        Deploy("d1");
        Pass(5);
        var thrown = false;
        _engine.Fault = (verb, _) => verb == "stop" && !thrown && (thrown = true) ? throw new TaskCanceledException("a time-out inside") : null;

        _ = _daemon.StopAsync("shop", AppIntent.Stop);
        Pass(20);

        Assert.Null(_daemon.Failure);
        Assert.False(Assert.Single(_engine.All).IsRunning);
    }

    private void Deploy(string id) => _ = _daemon.DeployAsync(id, A.Target());

    private DeploymentPhase Phase(string id) => _store.Deployments.Single(d => d.Id == id).Phase;

    private void Pass(int seconds)
    {
        var end = _context.Now.AddSeconds(seconds);
        do
            _context.Settle();
        while (_context.Step(end));
        _context.Clock.Advance(end - _context.Now);
        _context.Settle();
    }
}
