using Haloy.Contracts.ProxyControl;
using Haloy.Docker;
using Haloy.Docker.Containers;
using Haloy.Docker.Images;
using Haloy.Testing.Load;
using System.Text.Json;

namespace Haloy.EndToEnd.Tests.Lab;

/// <summary>An app of a test: a directory with a haloy.yaml, driven by the published <c>haloy</c>. What it made is removed at the end.</summary>
public sealed class Project : IAsyncDisposable
{
    private readonly IServer _server;

    public Project(IServer server, string word)
    {
        _server = server;
        App = Leftovers.NewName(word);
        Directory = System.IO.Directory.CreateDirectory(Path.Combine(server.ProjectsDirectory, word)).FullName;
        Visitor = new Visitor(server, Domain);
    }

    public string App { get; }

    public string Domain => $"{App}.localhost";

    public string Directory { get; }

    public DockerClient Docker { get; } = new(DockerEndpoint.FromEnvironment(Environment.GetEnvironmentVariable));

    /// <summary>Somebody who looks at the app through the proxy.</summary>
    public Visitor Visitor { get; }

    /// <summary>haloy.yaml of three replicas of the sample app hello; <paramref name="more"/> is put at its end.</summary>
    public string Hello(string tag, string more = "", int replicas = 3) =>
        $"""
        name: {App}
        {_server.ServerLine}
        domains:
          - domain: {Domain}
        replicas: {replicas}
        port: 8080
        health_check_path: /health
        image:
          repository: {Images.Repository}
          tag: "{tag}"
          pull_policy: never
        {more}
        """;

    /// <summary>Writes haloy.yaml and runs <c>haloy deploy</c>.</summary>
    public async Task<ProgramResult> DeployAsync(string yaml, CancellationToken cancellationToken)
    {
        await WriteAsync("haloy.yaml", yaml, cancellationToken);
        return await HaloyAsync(["deploy"], cancellationToken);
    }

    public Task WriteAsync(string file, string text, CancellationToken cancellationToken) =>
        File.WriteAllTextAsync(Path.Combine(Directory, file), text, cancellationToken);

    /// <summary>Runs <c>haloy</c> in the project's directory.</summary>
    public Task<ProgramResult> HaloyAsync(string[] arguments, CancellationToken cancellationToken, params IEnumerable<(string Name, string Value)> environment)
    {
        var variables = environment.Append(("HALOY_CONFIG_DIR", _server.ClientDirectory)).ToDictionary(v => v.Item1, v => v.Item2);
        return Programs.RunAsync(Programs.Start("haloy", Directory, variables, arguments), "", cancellationToken);
    }

    /// <summary>What a <c>--json</c> command printed for the one target there is.</summary>
    public async Task<JsonElement> JsonAsync(CancellationToken cancellationToken, params string[] arguments)
    {
        var result = (await HaloyAsync([.. arguments, "--json"], cancellationToken)).Succeeded();
        using var document = JsonDocument.Parse(result.Output);
        return document.RootElement[0].Clone();
    }

    /// <summary>The app's containers, whatever state they are in.</summary>
    public Task<IReadOnlyList<ContainerSummary>> ContainersAsync(CancellationToken cancellationToken) =>
        Docker.Containers.ListAsync(new ContainerFilter(All: true, Labels: [$"{Contracts.Labels.AppName}={App}"]), cancellationToken);

    /// <summary>Tags kept for rollback.</summary>
    public async Task<IReadOnlyList<string>> HistoryTagsAsync(CancellationToken cancellationToken) =>
        [.. (await Docker.Images.ListAsync(new ImageFilter(Reference: $"{App}:*"), cancellationToken)).SelectMany(i => i.RepoTags).Where(t => t.StartsWith($"{App}:", StringComparison.Ordinal))];

    /// <summary>The app's route as the proxy wrote it down.</summary>
    public async Task<SnapshotRoute?> RouteAsync(CancellationToken cancellationToken)
    {
        var snapshot = JsonSerializer.Deserialize(await File.ReadAllBytesAsync(_server.SnapshotPath, cancellationToken), ProxyControlJson.Default.RoutingSnapshot)!;
        return snapshot.Routes?.FirstOrDefault(r => r.Canonical == Domain);
    }

    /// <summary>Waits until exactly <paramref name="replicas"/> containers exist, all running, of one deployment, and the proxy routes to them; returns them.</summary>
    public async Task<IReadOnlyList<ContainerSummary>> SettledAsync(int replicas, CancellationToken cancellationToken)
    {
        IReadOnlyList<ContainerSummary> containers = [];
        SnapshotRoute? route = null;
        await Patience.UntilAsync(
            $"{replicas} containers of one deployment, and routes to exactly these",
            async () =>
            {
                containers = await ContainersAsync(cancellationToken);
                route = await RouteAsync(cancellationToken);
                var deployments = containers.Select(DeploymentOf).Distinct().ToArray();
                return containers.Count == replicas && deployments.Length == 1 && containers.All(c => c.State == "running")
                    && route?.Backends?.Count == replicas
                    && route.Backends.All(b => b.Deployment == deployments[0] && b.State is null or BackendState.Active);
            },
            cancellationToken,
            () => $"{string.Join("; ", containers.Select(c => $"{c.Names[0]} {c.State}"))}; routes: {string.Join("; ", (route?.Backends ?? []).Select(b => $"{b.Ip} {b.Deployment} {b.State}"))}");
        return containers;
    }

    public static string DeploymentOf(ContainerSummary container) => container.Labels[Contracts.Labels.DeploymentId];

    /// <summary>Constant load on the app by HTTPS: kept and new connections, looking and sending.</summary>
    public Task<LoadClient> LoadAsync(CancellationToken cancellationToken) => LoadClient.StartAsync(
        new LoadOptions
        {
            Url = Visitor.Https,
            ConnectTo = new(System.Net.IPAddress.Loopback, _server.HttpsPort),
            CaFile = _server.CaFile,
            KeepAliveWorkers = 3,
            Http2Workers = 1,
            NewConnectionWorkers = 2,
            // Two cores carry the load, the apps, the engine and the programs under test.
            Pause = TimeSpan.FromMilliseconds(10),
        },
        cancellationToken);

    public async ValueTask DisposeAsync()
    {
        Visitor.Dispose();
        await Leftovers.RemoveAsync(Docker, App);
        Docker.Dispose();
    }
}
