using System.Diagnostics;
using System.Net;
using System.Text;

namespace Haloy.Testing.Load;

internal enum LoadWorkerKind
{
    KeepAlive,
    Http2,
    NewConnection,
}

/// <summary>Sends one request after another, on a connection of its own.</summary>
internal sealed class LoadWorker(LoadWorkerKind kind, LoadOptions options, HttpMessageInvoker client, Stopwatch clock)
{
    private readonly TaskCompletionSource _firstAnswer = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public LoadTally Tally { get; } = new();

    /// <summary>Ends with the first request, whether it succeeded or not.</summary>
    public Task FirstAnswer => _firstAnswer.Task;

    /// <summary>Runs until told to stop; a request under way is finished first and counts.</summary>
    public async Task RunAsync(CancellationToken stop)
    {
        for (var i = 0; !stop.IsCancellationRequested; i++)
        {
            await SendAsync(options.Requests[i % options.Requests.Count]);
            _firstAnswer.TrySetResult();
            await Task.Delay(options.Pause, stop).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task SendAsync(LoadRequest request)
    {
        var begin = clock.Elapsed;
        try
        {
            using var timeout = new CancellationTokenSource(options.Timeout);
            using var message = MessageFor(request);
            using var response = await client.SendAsync(message, timeout.Token);
            var body = await response.Content.ReadAsByteArrayAsync(timeout.Token);
            if (FaultOf(response, body, request.Marker) is { } fault)
                Fail(request, fault);
            else
                Tally.AddSuccess(Seconds, (clock.Elapsed - begin).TotalMilliseconds, VersionOf(response));
        }
        catch (Exception e) when (e is HttpRequestException or IOException or OperationCanceledException)
        {
            Fail(request, Reason(e));
        }
    }

    private double Seconds => Math.Round(clock.Elapsed.TotalSeconds, 3);

    private HttpRequestMessage MessageFor(LoadRequest request)
    {
        var message = new HttpRequestMessage(request.Method, new Uri(options.Url, request.Path))
        {
            Version = kind == LoadWorkerKind.Http2 ? HttpVersion.Version20 : HttpVersion.Version11,
            VersionPolicy = HttpVersionPolicy.RequestVersionExact,
        };
        if (kind == LoadWorkerKind.NewConnection)
            message.Headers.ConnectionClose = true;
        if (request.Body is { } body)
            message.Content = new ByteArrayContent(body);
        return message;
    }

    // A body cut short of its Content-Length, or chunks without their end, are already an exception of the reader.
    private static string? FaultOf(HttpResponseMessage response, byte[] body, string marker)
    {
        var text = Encoding.UTF8.GetString(body);
        if (response.StatusCode != HttpStatusCode.OK)
            return $"status {(int)response.StatusCode}: {Shortened(text)}";
        return text.Contains(marker, StringComparison.Ordinal) ? null : $"the answer of {body.Length} bytes lacks '{marker}': {Shortened(text)}";
    }

    private static string VersionOf(HttpResponseMessage response) =>
        response.Headers.TryGetValues("X-Hello-Version", out var values) ? string.Join(",", values) : "";

    private static string Shortened(string text) => text.ReplaceLineEndings(" ") is { Length: > 120 } line ? line[..120] + "…" : text.ReplaceLineEndings(" ");

    private static string Reason(Exception e) =>
        e is OperationCanceledException ? "no answer in time" : e.InnerException is { } inner ? $"{e.Message} ({Reason(inner)})" : e.Message;

    private void Fail(LoadRequest request, string reason) =>
        Tally.AddFailure(new LoadFailure(Seconds, kind.ToString(), $"{request.Method} {request.Path}", reason));
}
