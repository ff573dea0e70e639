using System.Net.Http.Headers;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Haloy.Cli.Servers;
using Haloy.Contracts.Api;
using Haloy.Core;

namespace Haloy.Cli.Api;

/// <summary>The daemon's REST API (spec/server §3), one method per route in use.</summary>
internal sealed class HaloyApi(ApiTransport transport, TimeProvider time)
{

    public ServerConnection Server => transport.Server;

    public Task<Outcome<VersionResponse>> GetVersionAsync(CancellationToken cancellationToken) =>
        ReadAsync(new ApiCall(HttpMethod.Get, "v1/version", "tell its version"), ApiJson.Default.VersionResponse, cancellationToken);

    public Task<Outcome<StatusResponse>> GetStatusAsync(string app, CancellationToken cancellationToken) =>
        ReadAsync(
            new ApiCall(HttpMethod.Get, $"v1/status/{Uri.EscapeDataString(app)}", $"tell the status of '{app}'") { NotFound = NotDeployed(app) },
            ApiJson.Default.StatusResponse,
            cancellationToken);

    public Task<Outcome<RollbackTargetsResponse>> GetRollbackTargetsAsync(string app, CancellationToken cancellationToken) =>
        ReadAsync(
            new ApiCall(HttpMethod.Get, $"v1/rollback/{Uri.EscapeDataString(app)}", $"list the earlier deployments of '{app}'") { NotFound = NotDeployed(app) },
            ApiJson.Default.RollbackTargetsResponse,
            cancellationToken);

    /// <summary>Succeeds when the server has accepted the deployment; its outcome is in the log stream.</summary>
    public Task<Outcome<bool>> DeployAsync(DeployRequest request, CancellationToken cancellationToken) =>
        PostAsync("v1/deploy", $"accept the deployment of '{request.TargetConfig?.Name}'", Body(request, ApiJson.Default.DeployRequest), cancellationToken);

    public Task<Outcome<bool>> RollbackAsync(RollbackRequest request, CancellationToken cancellationToken) =>
        PostAsync("v1/rollback", $"roll back '{request.NewTargetConfig?.Name}'", Body(request, ApiJson.Default.RollbackRequest), cancellationToken);

    /// <summary>Succeeds when the server has begun to stop the app.</summary>
    public Task<Outcome<bool>> StopAsync(string app, bool removeContainers, bool removeVolumes, CancellationToken cancellationToken)
    {
        var query = (removeContainers, removeVolumes) switch
        {
            (true, true) => "?remove-containers=true&remove-volumes=true",
            (true, false) => "?remove-containers=true",
            _ => "",
        };
        return PostAsync($"v1/stop/{Uri.EscapeDataString(app)}{query}", $"stop '{app}'", content: null, cancellationToken);
    }

    /// <summary>Sends a <c>docker save</c> archive; succeeds when the server's engine has loaded it.</summary>
    public async Task<Outcome<bool>> UploadImageAsync(string fileName, Func<HttpContent> archive, CancellationToken cancellationToken)
    {
        var call = new ApiCall(HttpMethod.Post, "v1/images/upload", "take the image")
        {
            SendsStream = true,
            AnswerLimit = Timeout.InfiniteTimeSpan,
            Content = () => Multipart(fileName, archive()),
        };
        return await DoneAsync(call, cancellationToken);
    }

    /// <summary>Opens an event stream; <paramref name="lastEventId"/> resumes after that event.</summary>
    public async Task<Outcome<EventStream>> OpenStreamAsync(
        string path, string purpose, string? lastEventId, Failure? notFound, CancellationToken cancellationToken)
    {
        var call = new ApiCall(HttpMethod.Get, path, purpose)
        {
            NotFound = notFound,
            Headers = [("Accept", "text/event-stream"), ("Cache-Control", "no-cache"), .. LastEvent(lastEventId)],
        };
        var sent = await transport.SendAsync(call, cancellationToken);
        return sent.Succeeded ? new EventStream(sent.Value, time) : sent.Failure;
    }

    private static (string, string)[] LastEvent(string? id) => id is null ? [] : [("Last-Event-ID", id)];

    public Failure NotDeployed(string app) =>
        new($"App '{app}' is not deployed on server '{Server.Name}'.", "Deploy it with 'haloy deploy'.");

    private Task<Outcome<bool>> PostAsync(string path, string purpose, Func<HttpContent>? content, CancellationToken cancellationToken) =>
        DoneAsync(new ApiCall(HttpMethod.Post, path, purpose) { Content = content }, cancellationToken);

    private async Task<Outcome<bool>> DoneAsync(ApiCall call, CancellationToken cancellationToken)
    {
        var sent = await transport.SendAsync(call, cancellationToken);
        if (!sent.Succeeded)
            return sent.Failure;
        sent.Value.Dispose();
        return true;
    }

    private async Task<Outcome<T>> ReadAsync<T>(ApiCall call, JsonTypeInfo<T> type, CancellationToken cancellationToken)
    {
        var sent = await transport.SendAsync(call, cancellationToken);
        if (!sent.Succeeded)
            return sent.Failure;

        using var response = sent.Value;
        try
        {
            await using var body = await response.Content.ReadAsStreamAsync(cancellationToken);
            return await JsonSerializer.DeserializeAsync(body, type, cancellationToken) is { } value ? value : NotUnderstood(call);
        }
        catch (Exception e) when (e is JsonException or HttpRequestException or IOException)
        {
            return NotUnderstood(call);
        }
    }

    private Failure NotUnderstood(ApiCall call) =>
        new($"The answer of server '{Server.Name}' to /{call.Path} is not understood.", "Is haloyd what answers there, and new enough?");

    private static Func<HttpContent> Body<T>(T value, JsonTypeInfo<T> type)
    {
        var json = JsonSerializer.SerializeToUtf8Bytes(value, type);
        return () => new ByteArrayContent(json) { Headers = { ContentType = new MediaTypeHeaderValue("application/json") } };
    }

    private static MultipartFormDataContent Multipart(string fileName, HttpContent archive)
    {
        archive.Headers.ContentType = new MediaTypeHeaderValue("application/x-tar");
        return new MultipartFormDataContent { { archive, "image", fileName } };
    }
}
