using System.Net;
using System.Net.Http.Headers;
using Haloy.Cli.Servers;
using Haloy.Core;

namespace Haloy.Cli.Api;

/// <summary>Sends requests to one server: token, time limits, a short back-off when it is asked to slow down, failures as sentences.</summary>
internal sealed class ApiTransport(ServerConnection server, HttpMessageInvoker http, TimeProvider time)
{
    private static readonly TimeSpan AnswerLimit = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan[] BackOff = [.. new[] { 0.3, 0.7, 1.5, 3 }.Select(TimeSpan.FromSeconds)];

    public ServerConnection Server => server;

    /// <summary>Waits for the answer's header. The caller disposes the answer; its status is below 400.</summary>
    public async Task<Outcome<HttpResponseMessage>> SendAsync(ApiCall call, CancellationToken cancellationToken)
    {
        for (var attempt = 0; ; attempt++)
        {
            var sent = await SendOnceAsync(call, cancellationToken);
            if (!sent.Succeeded)
                return sent;

            var response = sent.Value;
            if (response.StatusCode == HttpStatusCode.TooManyRequests && attempt < BackOff.Length && !call.SendsStream)
            {
                var delay = response.Headers.RetryAfter?.Delta is { TotalSeconds: <= 10 } asked ? asked : BackOff[attempt];
                response.Dispose();
                await Task.Delay(delay, time, cancellationToken);
                continue;
            }

            return (int)response.StatusCode < 400 ? sent : await ApiFailures.FromAsync(response, call, server, cancellationToken);
        }
    }

    private async Task<Outcome<HttpResponseMessage>> SendOnceAsync(ApiCall call, CancellationToken cancellationToken)
    {
        using var limit = call.AnswerLimit == Timeout.InfiniteTimeSpan
            ? new CancellationTokenSource()
            : new CancellationTokenSource(call.AnswerLimit ?? AnswerLimit, time);
        using var linked = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, limit.Token);
        using var request = CreateRequest(call);
        try
        {
            return await http.SendAsync(request, linked.Token);
        }
        catch (OperationCanceledException) when (limit.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            return server.Unreachable("it did not answer in time");
        }
        catch (Exception e) when (e is HttpRequestException or IOException)
        {
            cancellationToken.ThrowIfCancellationRequested();
            return ApiFailures.FromException(e, server);
        }
    }

    private HttpRequestMessage CreateRequest(ApiCall call)
    {
        var request = new HttpRequestMessage(call.Method, new Uri(server.BaseAddress, call.Path)) { Content = call.Content?.Invoke() };
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", server.Token);
        if (call.SendsStream)
            request.Headers.ExpectContinue = true;
        foreach (var (name, value) in call.Headers)
            request.Headers.TryAddWithoutValidation(name, value);
        return request;
    }
}
