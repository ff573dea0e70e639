using System.Globalization;
using System.Net;
using System.Runtime.CompilerServices;
using Haloy.Docker.Transport;

namespace Haloy.Docker.Containers;

internal sealed class ContainerOperations(EngineTransport engine) : IContainerOperations
{
    private static readonly DockerJson Json = DockerJson.Default;

    // From this version on the answer's media type tells frames from raw output.
    private static readonly ApiVersion MediaTypeTells = new(1, 42);

    public async Task<IReadOnlyList<ContainerSummary>> ListAsync(ContainerFilter filter, CancellationToken cancellationToken)
    {
        var request = EngineRequest.Get("/containers/json", ("all", filter.All ? "1" : "0"), ("filters", Filters.Write(("label", filter.Labels))));
        var containers = await engine.ReadAsync(request, Json.ListContainerSummaryWire, cancellationToken);
        return [.. containers.Select(container => container.ToSummary())];
    }

    public async Task<ContainerDetails?> InspectAsync(string id, CancellationToken cancellationToken) =>
        (await engine.FindAsync(EngineRequest.Get(Path(id, "json")), Json.ContainerWire, cancellationToken))?.ToDetails();

    public async Task<string> CreateAsync(string name, ContainerSpec spec, CancellationToken cancellationToken)
    {
        var request = EngineRequest.Post("/containers/create", ("name", name)).WithJson(CreateContainerWire.From(spec), Json.CreateContainerWire);
        return (await engine.ReadAsync(request, Json.CreatedWire, cancellationToken)).Id
            ?? throw new DockerProtocolException("Docker created a container and did not name it.", null);
    }

    public Task StartAsync(string id, CancellationToken cancellationToken) =>
        engine.RunAsync(EngineRequest.Post(Path(id, "start")), cancellationToken);

    public Task<bool> StopAsync(string id, TimeSpan grace, CancellationToken cancellationToken) =>
        engine.RunIfFoundAsync(EngineRequest.Post(Path(id, "stop"), ("t", Seconds(grace))), cancellationToken);

    public async Task<bool> KillAsync(string id, string signal, CancellationToken cancellationToken)
    {
        try
        {
            return await engine.RunIfFoundAsync(EngineRequest.Post(Path(id, "kill"), ("signal", signal)), cancellationToken);
        }
        catch (DockerApiException error) when (error.StatusCode == HttpStatusCode.Conflict)
        {
            return false;
        }
    }

    public Task RestartAsync(string id, TimeSpan grace, CancellationToken cancellationToken) =>
        engine.RunAsync(EngineRequest.Post(Path(id, "restart"), ("t", Seconds(grace))), cancellationToken);

    public Task RenameAsync(string id, string name, CancellationToken cancellationToken) =>
        engine.RunAsync(EngineRequest.Post(Path(id, "rename"), ("name", name)), cancellationToken);

    public Task SetRestartPolicyAsync(string id, RestartPolicy policy, CancellationToken cancellationToken) =>
        engine.RunAsync(EngineRequest.Post(Path(id, "update")).WithJson(new UpdateContainerWire(RestartPolicyWire.From(policy)), Json.UpdateContainerWire), cancellationToken);

    public async Task<bool> RemoveAsync(string id, bool force, bool volumes, CancellationToken cancellationToken)
    {
        try
        {
            var request = EngineRequest.Delete(Path(id), ("force", force ? "1" : "0"), ("v", volumes ? "1" : "0"));
            return await engine.RunIfFoundAsync(request, cancellationToken);
        }
        catch (DockerApiException error) when (error.StatusCode == HttpStatusCode.Conflict && IsRemovalInProgress(error))
        {
            return true;
        }
    }

    public async Task<int> WaitAsync(string id, CancellationToken cancellationToken)
    {
        var request = EngineRequest.Post(Path(id, "wait"), ("condition", "not-running"));
        var result = await engine.ReadAsync(request, Json.WaitWire, cancellationToken);
        return result.Error?.Message is { Length: > 0 } error ? throw new DockerApiException(null, error, request.Description) : result.StatusCode;
    }

    public async IAsyncEnumerable<LogFrame> LogsAsync(string id, LogOptions options, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var request = EngineRequest.Get(
            Path(id, "logs"),
            ("stdout", "1"),
            ("stderr", "1"),
            ("follow", options.Follow ? "1" : "0"),
            ("timestamps", options.Timestamps ? "1" : "0"),
            ("tail", options.Tail?.ToString(CultureInfo.InvariantCulture) ?? "all"),
            ("since", UnixTime.Write(options.Since)));
        await using var body = await engine.OpenAsync(request, cancellationToken);
        var raw = await IsRawAsync(id, body, cancellationToken);
        await foreach (var frame in OutputFrames.ReadAsync(body, raw, request.Description, cancellationToken))
            yield return frame;
    }

    private async Task<bool> IsRawAsync(string id, ResponseStream body, CancellationToken cancellationToken)
    {
        if (body.ContentType == "application/vnd.docker.multiplexed-stream")
            return false;
        if (body.ContentType == "application/vnd.docker.raw-stream" && await engine.VersionAsync(cancellationToken) >= MediaTypeTells)
            return true;
        // Gone since the request: what we hold of its output is most likely framed.
        return await InspectAsync(id, cancellationToken) is { Config.Tty: true };
    }

    private static bool IsRemovalInProgress(DockerApiException error) =>
        error.EngineMessage.Contains("is already in progress", StringComparison.Ordinal);

    private static string Path(string id) => $"/containers/{EnginePath.Segment(id)}";

    private static string Path(string id, string verb) => $"{Path(id)}/{verb}";

    private static string Seconds(TimeSpan grace) => Math.Max(0, Math.Ceiling(grace.TotalSeconds)).ToString(CultureInfo.InvariantCulture);
}
