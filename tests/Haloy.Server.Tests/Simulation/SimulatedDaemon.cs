using Haloy.Contracts.Api;
using Haloy.Contracts.ProxyControl;
using Haloy.Server.Deployments;
using Haloy.Server.Deployments.Decisions;
using Haloy.Server.Deployments.Execution;
using Haloy.Server.Discovery;
using Haloy.Server.Health;
using Haloy.Server.Hosting;
using Haloy.Server.Images;
using Haloy.Server.Logs;
using Haloy.Server.ProxySync;
using Haloy.Testing.FakeDocker;
using Microsoft.Extensions.Logging.Abstractions;

namespace Haloy.Server.Tests.Simulation;

/// <summary>The daemon's own parts, put together as <c>Hosting/Daemon</c> does, on a simulated engine, proxy, store and clock.</summary>
internal sealed class SimulatedDaemon : IDisposable
{
    private readonly CancellationTokenSource _life = new();
    private readonly TimeProvider _time;
    private readonly IProxyControl _proxy;
    private readonly IDeploymentStore _store;
    private readonly ContainerObserver _observer;
    private readonly EventWatcher _events;
    private readonly ProxySyncWorker _proxySync;
    private readonly RoundPublisher _publisher;
    private readonly PhaseRecorder _recorder;

    public SimulatedDaemon(
        FakeEngine engine,
        IProxyControl proxy,
        IDeploymentStore store,
        IDeploymentLog log,
        Func<ProbeTarget, CancellationToken, Task<ProbeResult>> probe,
        TimeProvider time)
    {
        (_proxy, _store, _time) = (proxy, store, time);
        var journal = new Journal(log, time, NullLogger<Journal>.Instance);
        _proxySync = new(proxy, time, NullLogger<ProxySyncWorker>.Instance);
        _observer = new(engine, instance: null, time, NullLogger<ContainerObserver>.Instance);
        _events = new(engine, time, NullLogger<EventWatcher>.Instance);
        _publisher = new(_proxySync, new Prober(probe, time, OnProbed), certificates: null, apiDomain: null);
        _recorder = new PhaseRecorder(store, new RetainedImages(engine, store, NullLogger<RetainedImages>.Instance), journal, hasCertificate: _ => true);
        var executor = new Executor(engine, new ImagePreparation(engine, journal, instance: null), journal, instance: null, time);
        Reconciler = new(_recorder, new ActionRunner(executor, _observer, time, NullLogger<ActionRunner>.Instance), _publisher, time, NullLogger<Reconciler>.Instance);
        Intake = new(Reconciler, store, journal, apiDomain: null, time);
    }

    public Reconciler Reconciler { get; }

    public DeploymentIntake Intake { get; }

    public bool IsDead { get; private set; }

    /// <summary>What ended it, other than <see cref="Kill"/>.</summary>
    public Exception? Failure { get; private set; }

    public void Start(RoutingSnapshot? lastKnown) => _ = RunAsync(lastKnown);

    /// <summary>As SIGKILL does it: nothing more is done or recorded; what the engine was asked for still happens.</summary>
    public void Kill()
    {
        IsDead = true;
        _life.Cancel();
    }

    public void Dispose()
    {
        Kill();
        _life.Dispose();
    }

    public Task<IntakeResult> DeployAsync(string id, TargetConfig target) => Intake.AcceptAsync(id, target, new DeployConfig(), null, _life.Token);

    public Task<bool> StopAsync(string app, AppIntent intent) => Reconciler.AskAsync(world =>
    {
        if (!world.Apps.ContainsKey(app))
            return (world, false);
        _store.SetIntent(app, intent);
        return (world.With(world.App(app) with { Intent = intent, VolumesRemoved = false }), true);
    }, _life.Token);

    private async Task RunAsync(RoutingSnapshot? lastKnown)
    {
        try
        {
            var status = await ProxyStatusAsync();
            _publisher.StartAfter(Math.Max(lastKnown?.Generation ?? 0, status?.SnapshotGeneration ?? 0));
            var start = World.Restore(_store.Load()) with { Routing = AppliedTable.AtStart(status, lastKnown, _time.GetUtcNow()) };
            _recorder.EndLogs(start);
            Task[] loops =
            [
                Reconciler.RunAsync(start, _life.Token),
                _observer.RunAsync((app, seen) => Reconciler.Post(world => world.Seen(app, seen)), all => Reconciler.Post(world => world.Seen(all)), _life.Token),
                _events.RunAsync(_observer.LookAtAll, app => _ = _observer.LookAgainAsync(app, _life.Token), _life.Token),
                _proxySync.RunAsync(lastKnown, (status, applied) => Reconciler.Post(world => _publisher.Heard(world, AppliedTable.Read(status, applied, world.Routing, _time.GetUtcNow()))), _life.Token),
            ];
            await await Task.WhenAny(loops);
        }
        catch (OperationCanceledException) when (IsDead)
        {
            // Killed.
        }
        catch (Exception e)
        {
            Failure = e;
        }
    }

    private async Task<ProxyStatus?> ProxyStatusAsync()
    {
        try
        {
            return await _proxy.StatusAsync(_life.Token);
        }
        catch (ProxyUnreachableException)
        {
            return null;
        }
    }

    private void OnProbed(ProbeTarget target, ProbeResult result) => Reconciler.Post(world => world.Probed(target.App, target.Run, result));
}
