using System.Net;
using System.Net.Http.Json;
using Haloy.Contracts.ProxyControl;
using Haloy.Core;

namespace Haloy.Server.ProxySync;

/// <summary>The control API over its Unix socket.</summary>
internal sealed class UnixProxyControl : IProxyControl, IDisposable
{
    private readonly string _socketPath;
    private readonly HttpClient _client;

    public UnixProxyControl(string socketPath)
    {
        _socketPath = socketPath;
        _client = new(new SocketsHttpHandler { ConnectCallback = (_, ct) => UnixSocket.ConnectAsync(socketPath, ct), UseProxy = false })
        {
            BaseAddress = new("http://proxy"),
            Timeout = TimeSpan.FromSeconds(10),
        };
    }

    public Task<ProxyStatus> StatusAsync(CancellationToken cancellationToken) => ReachAsync(async () =>
        (await _client.GetFromJsonAsync("/v1/status", ProxyControlJson.Default.ProxyStatus, cancellationToken))!, cancellationToken);

    public Task PushAsync(RoutingSnapshot snapshot, CancellationToken cancellationToken) => ReachAsync(async () =>
    {
        using var response = await _client.PutAsJsonAsync("/v1/config", snapshot, ProxyControlJson.Default.RoutingSnapshot, cancellationToken);
        if (response.IsSuccessStatusCode)
            return true;

        var text = await response.Content.ReadAsStringAsync(cancellationToken);
        throw new SnapshotRefusedException(response.StatusCode is HttpStatusCode.BadRequest or HttpStatusCode.Conflict or HttpStatusCode.InternalServerError
            ? Reason(text)
            : $"status {(int)response.StatusCode}");
    }, cancellationToken);

    public Task ReloadCertificatesAsync(CancellationToken cancellationToken) => ReachAsync(async () =>
    {
        using var response = await _client.PostAsync("/v1/certs/reload", null, cancellationToken);
        response.EnsureSuccessStatusCode();
        return true;
    }, cancellationToken);

    public void Dispose() => _client.Dispose();

    private async Task<T> ReachAsync<T>(Func<Task<T>> call, CancellationToken cancellationToken)
    {
        try
        {
            return await call();
        }
        catch (Exception e) when (e is HttpRequestException or IOException || (e is OperationCanceledException && !cancellationToken.IsCancellationRequested))
        {
            throw new ProxyUnreachableException(_socketPath, e);
        }
    }

    private static string Reason(string body)
    {
        try
        {
            return System.Text.Json.JsonSerializer.Deserialize(body, ProxyControlJson.Default.ConfigRefused)?.Error ?? body;
        }
        catch (System.Text.Json.JsonException)
        {
            return body;
        }
    }
}
