using System.Collections.Immutable;
using System.Net;
using Haloy.Contracts.ProxyControl;
using Haloy.Core;
using Haloy.Docker;
using Haloy.Proxy.Hosting;
using Haloy.Server.Api;
using Haloy.Server.Certificates;
using Haloy.Server.Deployments;
using Haloy.Server.Deployments.Execution;
using Haloy.Server.Discovery;
using Haloy.Server.Health;
using Haloy.Server.Images;
using Haloy.Server.Logs;
using Haloy.Server.ProxySync;
using Haloy.Server.Storage;

namespace Haloy.Server.Hosting;

/// <summary>Puts the daemon together from its options, and runs it: the composition root of <c>serve</c> and <c>dev</c>.</summary>
internal sealed partial class Daemon : IAsyncDisposable
{
    private static readonly TimeSpan LookEvery = TimeSpan.FromSeconds(30);

    private readonly DaemonOptions _options;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly DockerClient _docker;
    private readonly Database _database;
    private readonly UnixProxyControl _proxyControl;
    private readonly ProxyServer? _embeddedProxy;
    private readonly HttpProbe _probe = new();
    private readonly ContainerObserver _observer;
    private readonly EventWatcher _events;
    private readonly ProxySyncWorker _proxySync;
    private readonly PhaseRecorder _recorder;
    private readonly Reconciler _reconciler;
    private readonly RoundPublisher _publisher;
    private readonly DeploymentStore _store;
    private readonly Journal _journal;
    private readonly CertificateWorker? _certificates;
    private readonly WebApplication _api;

    private Daemon(DaemonOptions options, DockerClient docker, Database database, ILoggerFactory loggers, TimeProvider time)
    {
        (_options, _docker, _database, _time) = (options, docker, database, time);
        var serverLog = new ServerLog(time);
        loggers.AddProvider(new ServerLogProvider(serverLog, options.LogLevel, time));
        _logger = loggers.CreateLogger<Daemon>();
        var log = new DeploymentLog(database);
        var journal = _journal = new Journal(log, time, loggers.CreateLogger<Journal>());
        _store = new DeploymentStore(database, SecretBox.Open(options.SecretKeyPath));

        if (!options.ExternalProxy)
            _embeddedProxy = new ProxyServer(options.Proxy, loggers, time);
        _proxyControl = new UnixProxyControl(options.ProxySocketPath);
        _proxySync = new ProxySyncWorker(_proxyControl, time, loggers.CreateLogger<ProxySyncWorker>());
        if (options.LocalAuthority)
        {
            // The proxy reads it at start, when nothing was issued yet.
            Directory.CreateDirectory(options.CertificateDirectory, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
            Authority = LocalAuthority.Open(options.AuthorityDirectory, time);
            _certificates = new CertificateWorker(Authority, new CertificateStore(options.CertificateDirectory), TryReloadAsync, time, loggers.CreateLogger<CertificateWorker>());
        }

        _observer = new ContainerObserver(docker, options.Instance, time, loggers.CreateLogger<ContainerObserver>());
        _events = new EventWatcher(docker, time, loggers.CreateLogger<EventWatcher>());
        var executor = new Executor(docker, new ImagePreparation(docker, journal, options.Instance), journal, options.Instance, time);
        _publisher = new RoundPublisher(_proxySync, new Prober(_probe.AskAsync, time, OnProbed), _certificates, options.ApiDomain);
        _recorder = new PhaseRecorder(_store, new RetainedImages(docker, _store, loggers.CreateLogger<RetainedImages>()), journal, HasCertificate);
        _reconciler = new Reconciler(
            _recorder,
            new ActionRunner(executor, _observer, time, loggers.CreateLogger<ActionRunner>()),
            _publisher,
            time,
            loggers.CreateLogger<Reconciler>());

        var intake = new DeploymentIntake(_reconciler, _store, journal, options.ApiDomain, time);
        _api = ApiServer.Build(options, loggers, new ApiAuthentication(options.Token, time), new ApiHandlers(
            new VersionHandler(new ProxyVersion(_proxyControl)),
            new DeployHandler(intake, _store, log, time),
            new RollbackHandler(new RollbackTargets(_store, docker), intake),
            new StatusHandler(_reconciler, time),
            new StopHandler(_reconciler, _store),
            new LogsHandler(_reconciler, docker, time),
            new ServerLogsHandler(serverLog, new AccessLogFollower(_proxyControl, serverLog, time), time),
            new MetricsHandler(_reconciler, new CertificateExpiries(options.CertificateDirectory), new ProxyMetrics(_proxyControl)),
            new ImagesHandler(docker)));
    }

    /// <summary>The local authority, when certificates come from it.</summary>
    public LocalAuthority? Authority { get; }

    /// <summary>Where the REST API listens, once started.</summary>
    public IPEndPoint ApiEndpoint { get; private set; } = new(IPAddress.Loopback, 0);

    /// <summary>Where the embedded proxy serves HTTP and HTTPS, once started.</summary>
    public (IPEndPoint Http, IPEndPoint Https)? ProxyEndpoints => _embeddedProxy is null ? null : (_embeddedProxy.HttpEndpoint, _embeddedProxy.HttpsEndpoint);

    /// <summary>Checks that the engine answers and opens the state.</summary>
    /// <exception cref="StartupException">Something the daemon cannot do without is missing; the message says what.</exception>
    public static async Task<Daemon> OpenAsync(DaemonOptions options, ILoggerFactory loggers, TimeProvider time, CancellationToken cancellationToken)
    {
        var docker = new DockerClient(DockerEndpoint.FromEnvironment(Environment.GetEnvironmentVariable));
        try
        {
            await docker.System.PingAsync(cancellationToken);
            return new Daemon(options, docker, Database.Open(options.DatabasePath), loggers, time);
        }
        catch (DockerUnavailableException e)
        {
            docker.Dispose();
            throw new StartupException(e.Message, e.Hint);
        }
    }

    /// <summary>Opens the listeners; <see cref="RunAsync"/> then does the work.</summary>
    /// <exception cref="StartupException">A port is taken.</exception>
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        ApiEndpoint = await ApiServer.StartAsync(_api, _options, cancellationToken);
        _publisher.ApiBackend = new SnapshotBackend { Ip = ApiEndpoint.Address.ToString(), Port = ApiEndpoint.Port.ToString() };
        try
        {
            if (_embeddedProxy is not null)
                await _embeddedProxy.StartAsync(cancellationToken);
        }
        catch (ProxyStartException e)
        {
            throw new StartupException(e.Message, e.Failure.Hint);
        }
    }

    /// <summary>Works until cancelled, then ends in an orderly way: requests in flight finish, containers go on.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        var lastKnown = AppliedTable.FromFile(_options.SnapshotPath);
        var status = await ProxyStatusAsync(cancellationToken);
        // The proxy refuses tables older than its own, and its file may be lost or not ours to read.
        _publisher.StartAfter(Math.Max(lastKnown?.Generation ?? 0, status?.SnapshotGeneration ?? 0));
        var start = World.Restore(_store.Load()) with { Routing = AppliedTable.AtStart(status, lastKnown, _time.GetUtcNow()) };
        _recorder.EndLogs(start);

        using var ending = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        Task[] loops =
        [
            _reconciler.RunAsync(start, ending.Token),
            _observer.RunAsync((app, seen) => _reconciler.Post(world => world.Seen(app, seen)), all => _reconciler.Post(world => world.Seen(all)), ending.Token),
            LookRegularlyAsync(ending.Token),
            _events.RunAsync(_observer.LookAtAll, app => _ = _observer.LookAgainAsync(app, ending.Token), ending.Token),
            _proxySync.RunAsync(lastKnown, OnProxyStatus, ending.Token),
            _certificates?.RunAsync(ending.Token) ?? Task.Delay(Timeout.Infinite, ending.Token),
        ];
        LogRunning(BuildVersion.Current, ApiEndpoint);

        // None of them ends by itself: the first that does has failed, and a daemon with a part missing would be worse than a restart.
        var first = await Task.WhenAny(loops);
        await ending.CancelAsync();
        await StopAsync();
        if (!cancellationToken.IsCancellationRequested)
            await first;
    }

    /// <summary>Lets the proxy, wherever it runs, read its certificates anew; it logs how many there are.</summary>
    public async Task ReloadCertificatesAsync(CancellationToken cancellationToken)
    {
        if (_embeddedProxy is not null)
            _embeddedProxy.ReloadCertificates();
        else if (!await TryReloadAsync(cancellationToken))
            LogNotReloaded();
    }

    public async ValueTask DisposeAsync()
    {
        await _api.DisposeAsync();
        if (_embeddedProxy is not null)
            await _embeddedProxy.DisposeAsync();
        _proxyControl.Dispose();
        _probe.Dispose();
        _docker.Dispose();
        _database.Dispose();
    }

    private async Task StopAsync()
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(5), _time);
        await _api.StopAsync(limit.Token);
        if (_embeddedProxy is not null)
            await _embeddedProxy.StopAsync(CancellationToken.None);
        LogStopped();
    }

    private async Task<ProxyStatus?> ProxyStatusAsync(CancellationToken cancellationToken)
    {
        try
        {
            return await _proxyControl.StatusAsync(cancellationToken);
        }
        catch (ProxyUnreachableException e)
        {
            LogProxyMissing(e.Message);
            return null;
        }
    }

    // Events only save time: an engine may drop one, and a connection may die without a word.
    private async Task LookRegularlyAsync(CancellationToken cancellationToken)
    {
        using var timer = new PeriodicTimer(LookEvery, _time);
        while (await timer.WaitForNextTickAsync(cancellationToken))
            _observer.LookAtAll();
    }

    private void OnProbed(ProbeTarget target, ProbeResult result)
    {
        _reconciler.Post(world => world.Probed(target.App, target.Run, result));
        var app = _reconciler.World.App(target.App);
        var container = app.Containers.FirstOrDefault(c => c.Run == target.Run);
        if (result.Passed && container is not null && container.DeploymentId == app.Moving?.Id)
            _journal.Info(target.App, container.DeploymentId, $"replica {container.Replica} is healthy: {result.Detail}");
    }

    private bool HasCertificate(string host) => _options.LocalAuthority || File.Exists(Path.Combine(_options.CertificateDirectory, $"{host}.pem"));

    private void OnProxyStatus(ProxyStatus status, RoutingSnapshot? applied) =>
        _reconciler.Post(world => _publisher.Heard(world, AppliedTable.Read(status, applied, world.Routing, _time.GetUtcNow())));

    private async Task<bool> TryReloadAsync(CancellationToken cancellationToken)
    {
        try
        {
            await _proxyControl.ReloadCertificatesAsync(cancellationToken);
            return true;
        }
        catch (ProxyUnreachableException)
        {
            return false;
        }
    }

    [LoggerMessage(EventId = 1001, Level = LogLevel.Information, Message = "haloyd {Version} is running; its API listens on {Endpoint}")]
    private partial void LogRunning(string version, IPEndPoint endpoint);

    [LoggerMessage(EventId = 1002, Level = LogLevel.Information, Message = "haloyd stopped; containers and a proxy of its own go on")]
    private partial void LogStopped();

    [LoggerMessage(EventId = 1003, Level = LogLevel.Warning, Message = "{Problem}. Start haloy-proxy; routes are handed over as soon as it answers")]
    private partial void LogProxyMissing(string problem);

    [LoggerMessage(EventId = 1004, Level = LogLevel.Warning, Message = "haloy-proxy does not answer; it reads its certificates when it starts")]
    private partial void LogNotReloaded();
}
