using System.Net;
using System.Net.Http.Json;
using System.Runtime.CompilerServices;
using System.Text.Json;
using Haloy.Contracts.ProxyControl;
using Haloy.Core;

namespace Haloy.Server.ProxySync;

/// <summary>The control API over its Unix socket.</summary>
internal sealed class UnixProxyControl : IProxyControl, IProxyTelemetry, IDisposable
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

    public Task<ProxyCounters> CountersAsync(CancellationToken cancellationToken) => ReachAsync(async () =>
        (await _client.GetFromJsonAsync("/v1/counters", ProxyControlJson.Default.ProxyCounters, cancellationToken))!, cancellationToken);

    public async IAsyncEnumerable<AccessLogLine> AccessLogAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        using var response = await ReachAsync(async () =>
        {
            var answer = await _client.GetAsync("/v1/access-log", HttpCompletionOption.ResponseHeadersRead, cancellationToken);
            return answer.EnsureSuccessStatusCode();
        }, cancellationToken);
        using var reader = new StreamReader(await response.Content.ReadAsStreamAsync(cancellationToken));
        while (await ReachAsync(async () => await reader.ReadLineAsync(cancellationToken), cancellationToken) is { } line)
        {
            if (JsonSerializer.Deserialize(line, ProxyControlJson.Default.AccessLogLine) is { } parsed)
                yield return parsed;
        }
    }

    public void Dispose() => _client.Dispose();

    private async Task<T> ReachAsync<T>(Func<Task<T>> call, CancellationToken cancellationToken)
    {
        try
        {
            return await call();
        }
        catch (Exception e) when (e is HttpRequestException or IOException or JsonException || (e is OperationCanceledException && !cancellationToken.IsCancellationRequested))
        {
            throw new ProxyUnreachableException(_socketPath, e);
        }
    }

    private static string Reason(string body)
    {
        try
        {
            return JsonSerializer.Deserialize(body, ProxyControlJson.Default.ConfigRefused)?.Error ?? body;
        }
        catch (JsonException)
        {
            return body;
        }
    }
}
