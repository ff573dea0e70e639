using System.Net;
using System.Net.Sockets;

namespace Haloy.Server.Health;

/// <summary>One HTTP GET to a container: 2xx and 3xx pass (spec/server §14 row 3), redirects are not followed. A gRPC server passes by refusing it.</summary>
internal sealed class HttpProbe : IDisposable
{
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(5);

    private readonly HttpClient _client = new(new SocketsHttpHandler
    {
        AllowAutoRedirect = false,
        UseProxy = false,
        UseCookies = false,
        AutomaticDecompression = DecompressionMethods.None,
        ConnectTimeout = Timeout,
        // A probe asks whether a visitor could connect now: it never reuses a connection.
        PooledConnectionLifetime = TimeSpan.Zero,
    })
    {
        Timeout = System.Threading.Timeout.InfiniteTimeSpan,
    };

    public async Task<ProbeResult> AskAsync(ProbeTarget target, CancellationToken cancellationToken)
    {
        var address = target.Address.Contains(':', StringComparison.Ordinal) ? $"[{target.Address}]" : target.Address;
        var url = $"http://{address}:{target.Port}{target.Path}";
        using var timeout = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        timeout.CancelAfter(Timeout);
        try
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, url);
            if (target.SpeaksHttp2)
                (request.Version, request.VersionPolicy) = (HttpVersion.Version20, HttpVersionPolicy.RequestVersionExact);
            request.Headers.TryAddWithoutValidation("User-Agent", "haloy-probe");
            using var response = await _client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, timeout.Token);
            var status = (int)response.StatusCode;
            return new(status is >= 200 and < 400 || (target.SpeaksHttp2 && IsGrpcRefusal(status)), $"GET {url} answered {status}");
        }
        catch (HttpRequestException e)
        {
            return new(false, $"GET {url}: {Reason(e)}");
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return new(false, $"GET {url}: no answer within {Timeout.TotalSeconds:0} s");
        }
    }

    public void Dispose() => _client.Dispose();

    // What gRPC servers say to whoever does not call a method: they are up.
    private static bool IsGrpcRefusal(int status) => status is 405 or 415;

    private static string Reason(HttpRequestException e) => e.InnerException switch
    {
        SocketException { SocketErrorCode: SocketError.ConnectionRefused } => "connection refused: nothing listens on that port",
        SocketException socket => socket.Message,
        _ => e.Message,
    };
}
