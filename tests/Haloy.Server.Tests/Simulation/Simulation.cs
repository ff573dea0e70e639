using System.Globalization;
using Haloy.Contracts;
using Haloy.Contracts.Api;
using Haloy.Server.Deployments;
using Haloy.Server.Deployments.Decisions;
using Haloy.Server.Health;
using Haloy.Server.Tests.Support;
using Haloy.Testing.FakeDocker;

namespace Haloy.Server.Tests.Simulation;

/// <summary>How the containers of a deployment behave.</summary>
internal sealed record Behaviour(TimeSpan Warmup, bool NeverReady, TimeSpan? CrashAfter);

/// <summary>
/// One seeded run: apps are deployed, stopped and removed while visitors come, containers crash, engine, proxy and daemon fail;
/// then everything gets well again and must come to rest.
/// </summary>
internal sealed class Simulation
{
    private static readonly string[] Apps = ["shop", "blog"];

    private readonly SimulationContext _context = new();
    private readonly Random _random;
    private readonly Invariants _invariants;
    private readonly Dictionary<string, Behaviour> _behaviours = [];
    private readonly Dictionary<string, TargetConfig> _targets = [];
    private MortalStore _mortal = null!;
    private int _deployments;
    private bool _engineDown;
    private bool _calm;

    public Simulation(int seed)
    {
        _random = new(seed);
        Engine = new(_context.Clock) { Latency = Latency, Fault = Fault };
        Proxy = new(_context, _random);
        _invariants = new(this);
        Proxy.OnApplied = table => _invariants.TableApplied(table);
        Engine.Box.OnStarted = Started;
        Engine.Box.OnStopping = _invariants.Stopping;
    }

    public List<string> Trace { get; } = [];

    public FakeEngine Engine { get; }

    public SimulatedProxy Proxy { get; }

    public InMemoryStore Store { get; } = new();

    public InMemoryLog Log { get; } = new();

    public SimulatedDaemon Daemon { get; private set; } = null!;

    public DateTimeOffset Now => _context.Now;

    public void Note(string what) => Trace.Add($"{(Now - new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero)).TotalSeconds,8:0.000} {what}");

    /// <summary>Runs it all; the result is the first broken invariant, or null.</summary>
    public string? Run()
    {
        var before = SynchronizationContext.Current;
        SynchronizationContext.SetSynchronizationContext(_context);
        try
        {
            Engine.Box.Add("stranger", new Dictionary<string, string>(), running: true);
            StartDaemon();
            Visit();
            PlanOperations();
            RunUntil(Now + TimeSpan.FromSeconds(40));
            GetWell();
            RunUntil(Now + TimeSpan.FromSeconds(60));
            _invariants.AtRest(Apps);
            return null;
        }
        catch (InvariantException e)
        {
            return e.Message;
        }
        finally
        {
            Daemon.Kill();
            SynchronizationContext.SetSynchronizationContext(before);
        }
    }

    /// <summary>Whether the container accepts connections.</summary>
    public bool IsListening(FakeContainer container) =>
        container is { IsRunning: true, Stopping: false } && Behaviour(container) is { NeverReady: false } behaviour && Now >= container.StartedAt + behaviour.Warmup;

    public FakeContainer? At(string key) => Engine.All.FirstOrDefault(c => $"{c.Address}:8080" == key);

    private void RunUntil(DateTimeOffset end)
    {
        do
        {
            _context.Settle();
            _invariants.Check();
            if (Daemon.Failure is { } failure)
                throw new InvariantException($"the daemon ended: {failure}");
            if (Daemon.IsDead)
                StartDaemon();
        }
        while (_context.Step(end));
    }

    private void StartDaemon()
    {
        Note("daemon starts");
        _mortal = new(Store, Log);
        Daemon = new(Engine, Proxy, _mortal, _mortal, ProbeAsync, _context.Clock);
        _mortal.Daemon = Daemon;
        Daemon.Start(Proxy.Table);
    }

    private void PlanOperations()
    {
        var at = TimeSpan.Zero;
        for (var i = _random.Next(3, 8); i > 0; i--)
        {
            at += TimeSpan.FromMilliseconds(_random.Next(0, 7000));
            _context.After(at, Operate);
        }
    }

    private void Operate()
    {
        switch (_random.Next(20))
        {
            case < 10:
                Deploy();
                break;
            case < 12:
                Stop();
                break;
            case < 14:
                Note("daemon is killed");
                Daemon.Kill();
                break;
            case < 16:
                _mortal.WritesLeft = _random.Next(1, 6);
                Note($"daemon will die at write {_mortal.WritesLeft}");
                break;
            case 16:
                Outage("proxy", down => Proxy.Reachable = !down);
                break;
            case 17:
                Outage("engine", down =>
                {
                    _engineDown = down;
                    if (down)
                        Engine.Stream.Disconnect(FakeEngine.Unavailable());
                });
                break;
            case 18:
                CrashSomething();
                break;
            default:
                Note("events are lost");
                Engine.Stream.Disconnect(null);
                break;
        }
    }

    private void Outage(string what, Action<bool> set)
    {
        Note($"{what} is out of reach");
        set(true);
        _context.After(TimeSpan.FromMilliseconds(_random.Next(10, 4000)), () =>
        {
            Note($"{what} is back");
            set(false);
        });
    }

    private void CrashSomething()
    {
        var candidates = Engine.All.Where(c => c is { IsRunning: true, Stopping: false } && c.Labels.Count > 0).ToArray();
        if (candidates.Length > 0)
            Crash(candidates[_random.Next(candidates.Length)]);
    }

    private void Crash(FakeContainer container)
    {
        Note($"{container.Name} crashes");
        _invariants.Crashed(container);
        Engine.Box.Crash(container, 1, restarts: _random.Next(2) == 0);
    }

    private void Stop()
    {
        var app = Apps[_random.Next(Apps.Length)];
        var intent = _random.Next(3) switch { 0 => AppIntent.Remove, 1 => AppIntent.RemoveWithVolumes, _ => AppIntent.Stop };
        Note($"{app}: {intent}");
        _invariants.Disturb(app);
        _ = Daemon.StopAsync(app, intent);
    }

    private void Deploy()
    {
        var id = $"d{++_deployments:00}";
        var app = Apps[_random.Next(Apps.Length)];
        var target = TargetOf(app);
        _targets[id] = target;
        _behaviours[id] = _random.Next(10) switch
        {
            0 => new(TimeSpan.Zero, NeverReady: true, CrashAfter: null),
            1 => new(Milliseconds(500), NeverReady: false, Milliseconds(400)),
            2 => new(Milliseconds(100), NeverReady: false, Milliseconds(4000)),
            _ => new(Milliseconds(800), NeverReady: false, CrashAfter: null),
        };
        if (_random.Next(12) > 0)
            Engine.Store.Add($"{app}:1");
        Note($"deploy {id} {app} ×{target.Replicas} {target.DeploymentStrategy} {target.NamingStrategy} {string.Join(' ', target.Domains!.Select(d => $"{d.Domain}[{string.Join(' ', d.Aliases!)}]"))} {_behaviours[id]}");
        _ = RequestAsync(id, target);
    }

    // As the CLI does: the same id again when the answer was missed.
    private async Task RequestAsync(string id, TargetConfig target)
    {
        for (var attempt = 0; attempt < 20; attempt++)
        {
            try
            {
                var result = await Daemon.DeployAsync(id, target);
                if (result.Kind != IntakeKind.Accepted)
                    throw new InvariantException($"{id} was refused: {result.Failure}");
                return;
            }
            catch (OperationCanceledException)
            {
                await Task.Delay(TimeSpan.FromMilliseconds(100), _context.Clock, CancellationToken.None);
            }
        }
    }

    private TargetConfig TargetOf(string app)
    {
        var isStatic = _random.Next(6) == 0;
        var (a, b) = ($"{app}.example.com", $"www.{app}.example.com");
        return A.Target(app, isStatic ? 1 : _random.Next(1, 4)) with
        {
            Domains = _random.Next(8) switch { 0 => [], 1 => [A.Domain(a, b)], 2 => [A.Domain(b, a)], 3 => [A.Domain(a), A.Domain(b)], _ => [A.Domain(a)] },
            DeploymentStrategy = isStatic || _random.Next(4) == 0 ? "replace" : "rolling",
            NamingStrategy = isStatic ? "static" : null,
            StartTimeoutSeconds = 3,
            DrainTimeoutSeconds = 2,
            StopTimeoutSeconds = 1,
            Volumes = ["data:/data"],
            Image = new() { Repository = app, Tag = "1", PullPolicy = "never", History = new() { Strategy = "local", Count = _random.Next(1, 4) } },
        };
    }

    private void Started(FakeContainer container)
    {
        if (Behaviour(container).CrashAfter is not { } after)
            return;
        var run = container.StartedAt;
        _context.After(after, () =>
        {
            if (container is { IsRunning: true, Stopping: false } && container.StartedAt == run && !_calm)
                Crash(container);
        });
    }

    private Behaviour Behaviour(FakeContainer container) =>
        _behaviours.GetValueOrDefault(container.Labels.GetValueOrDefault(Labels.DeploymentId, ""), new(TimeSpan.Zero, false, null));

    private async Task<ProbeResult> ProbeAsync(ProbeTarget target, CancellationToken cancellationToken)
    {
        await Task.Delay(Milliseconds(60), _context.Clock, cancellationToken);
        var container = At($"{target.Address}:{target.Port}");
        var passed = container is not null && IsListening(container) && _random.Next(15) > 0;
        return new(passed, passed ? "answered 200" : "connection refused");
    }

    // One visitor comes every few milliseconds and goes to an active backend; some stay long.
    private void Visit()
    {
        var active = Proxy.Active.ToArray();
        if (active.Length > 0)
        {
            var (route, backend) = active[_random.Next(active.Length)];
            var key = $"{backend.Ip}:{backend.Port}";
            if (_invariants.Visited(route, key))
            {
                Proxy.Begin(key);
                _context.After(_random.Next(30) == 0 ? Milliseconds(5000) : Milliseconds(80), () => Proxy.End(key));
            }
        }

        _context.After(Milliseconds(_calm ? 800 : 80), Visit);
    }

    private void GetWell()
    {
        Note("everything gets well");
        _calm = true;
        _engineDown = false;
        Proxy.Reachable = true;
        _mortal.WritesLeft = -1;
    }

    private TimeSpan Latency(string verb) => Milliseconds(verb switch { "stop" => 400, "start" or "create" => 150, _ => 8 });

    private Haloy.Docker.DockerException? Fault(string verb, string subject)
    {
        if (_engineDown)
            return FakeEngine.Unavailable();
        if (_calm || verb is "list" || _random.Next(150) > 0)
            return null;
        Note(string.Create(CultureInfo.InvariantCulture, $"engine refuses {verb} {subject}"));
        return FakeEngine.Refusal(500, $"simulated failure of {verb}");
    }

    private TimeSpan Milliseconds(int most) => TimeSpan.FromMilliseconds(_random.Next(1, most + 1));
}
