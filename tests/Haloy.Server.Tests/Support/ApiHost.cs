using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using Haloy.Contracts.Api;
using Haloy.Contracts.ProxyControl;
using Haloy.Server.Api;
using Haloy.Server.Certificates;
using Haloy.Server.Deployments;
using Haloy.Server.Deployments.Decisions;
using Haloy.Server.Deployments.Execution;
using Haloy.Server.Discovery;
using Haloy.Server.Hosting;
using Haloy.Server.Images;
using Haloy.Server.Logs;
using Haloy.Server.ProxySync;
using Haloy.Server.Storage;
using Haloy.Testing;
using Haloy.Testing.FakeDocker;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Logging.Abstractions;

namespace Haloy.Server.Tests.Support;

/// <summary>The real API server on a free port, with a real database; nothing is deployed behind it.</summary>
internal sealed class ApiHost : IAsyncDisposable
{
    public const string Token = "0123456789abcdef";

    private readonly TempDirectory _directory = new();
    private readonly CancellationTokenSource _life = new();
    private readonly Database _database;
    private readonly WebApplication _app;
    private readonly Task _reconciling;

    private ApiHost()
    {
        _database = Database.Open(_directory.File("db", "haloy.db"));
        Store = new(_database, SecretBox.Open(_directory.File("key")));
        Log = new(_database);
        Engine = new(TimeProvider.System);
        var journal = new Journal(Log, TimeProvider.System, NullLogger<Journal>.Instance);
        var observer = new ContainerObserver(Engine, null, TimeProvider.System, NullLogger<ContainerObserver>.Instance);
        var executor = new Executor(Engine, new ImagePreparation(Engine, journal, instance: null), journal, null, TimeProvider.System);
        Reconciler = new(
            new PhaseRecorder(Store, new RetainedImages(Engine, Store, NullLogger<RetainedImages>.Instance), journal, hasCertificate: _ => true),
            new ActionRunner(executor, observer, TimeProvider.System, NullLogger<ActionRunner>.Instance),
            new NoObserver(),
            TimeProvider.System,
            NullLogger<Reconciler>.Instance);
        var intake = new DeploymentIntake(Reconciler, Store, journal, "api.example.com", TimeProvider.System);
        var options = new DaemonOptions { DataDirectory = _directory.Path, Token = Token, ApiListen = new(IPAddress.Loopback, 0) };
        _app = ApiServer.Build(options, NullLoggerFactory.Instance, new ApiAuthentication(Token, Clock), new ApiHandlers(
            new VersionHandler(new ProxyVersion(new NoProxy())),
            new DeployHandler(intake, Store, Log, TimeProvider.System),
            new RollbackHandler(new RollbackTargets(Store, Engine), intake),
            new StatusHandler(Reconciler, TimeProvider.System),
            new StopHandler(Reconciler, Store),
            new LogsHandler(Reconciler, Engine, TimeProvider.System),
            new ServerLogsHandler(ServerLog, new AccessLogFollower(Proxy, ServerLog, TimeProvider.System), TimeProvider.System),
            new MetricsHandler(Reconciler, new CertificateExpiries(_directory.File("certs")), new ProxyMetrics(Proxy)),
            new ImagesHandler(Engine)));
        _reconciling = Reconciler.RunAsync(World.Empty, _life.Token);
    }

    public ServerLog ServerLog { get; } = new(TimeProvider.System);

    public FakeTelemetry Proxy { get; } = new();

    /// <summary>The clock of the authentication.</summary>
    public FakeClock Clock { get; } = new();

    public FakeEngine Engine { get; }

    public DeploymentStore Store { get; }

    public DeploymentLog Log { get; }

    public Reconciler Reconciler { get; }

    /// <summary>Sends the right token.</summary>
    public HttpClient Client { get; private set; } = null!;

    /// <summary>Sends no token of itself.</summary>
    public HttpClient Stranger { get; private set; } = null!;

    public static async Task<ApiHost> StartAsync()
    {
        var host = new ApiHost();
        var address = await ApiServer.StartAsync(host._app, new() { DataDirectory = "", Token = Token, ApiListen = new(IPAddress.Loopback, 0) }, CancellationToken.None);
        host.Stranger = new() { BaseAddress = new($"http://{address}") };
        host.Client = new() { BaseAddress = new($"http://{address}") };
        host.Client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", Token);
        return host;
    }

    public static StringContent Json(string text) => new(text, Encoding.UTF8, "application/json");

    public static StringContent DeployBody(string id, TargetConfig target) =>
        Json(JsonSerializer.Serialize(new DeployRequest { DeploymentId = id, TargetConfig = target, RollbackDeployConfig = new() { Name = target.Name } }, ApiJson.Default.DeployRequest));

    /// <summary>Changes the world as the daemon's own parts would.</summary>
    public Task ChangeAsync(Func<World, World> change) => Reconciler.AskAsync(world => (change(world), true), CancellationToken.None);

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        Stranger.Dispose();
        await _app.DisposeAsync();
        await _life.CancelAsync();
        await _reconciling.ContinueWith(_ => { }, TaskScheduler.Default);
        _life.Dispose();
        _database.Dispose();
        _directory.Dispose();
    }

    private sealed class NoObserver : IRoundObserver
    {
        public World OnRound(World world, IReadOnlyDictionary<string, Decision> decisions) => world;
    }

    private sealed class NoProxy : IProxyControl
    {
        public Task<ProxyStatus> StatusAsync(CancellationToken cancellationToken) => throw new ProxyUnreachableException("none", new IOException("none"));

        public Task PushAsync(RoutingSnapshot snapshot, CancellationToken cancellationToken) => throw new NotSupportedException();

        public Task ReloadCertificatesAsync(CancellationToken cancellationToken) => throw new NotSupportedException();
    }
}
