using System.Globalization;
using Haloy.Proxy.Tests.Support;
using Microsoft.AspNetCore.Http;

namespace Haloy.Proxy.Tests.Http2.Backends;

/// <summary>The four kinds of calls that gRPC has, in its shape, through the proxy to a real server.</summary>
public sealed class GrpcTests : IAsyncLifetime
{
    private readonly TaskCompletionSource _cancelled = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private KestrelBackend _backend = null!;
    private H2cSetup _setup = null!;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _backend = await KestrelBackend.H2cAsync(ServeAsync);
        _setup = await H2cSetup.StartAsync(_backend.EndPoint);
    }

    [Fact]
    public async Task Unary_call_is_answered_with_a_message_and_a_status_behind_it()
    {
        var (messages, status) = await GrpcCall.RunAsync(_setup.Client, "/echo", "hello");

        Assert.Equal(("hello|", "0"), (messages, status));
    }

    [Fact]
    public async Task Message_larger_than_all_windows_comes_back_whole()
    {
        var large = new string('x', 3_000_000);

        var (messages, status) = await GrpcCall.RunAsync(_setup.Client, "/echo", large, "end");

        Assert.Equal("0", status);
        Assert.Equal($"{large}|end|", messages);
    }

    [Fact]
    public async Task Call_that_fails_at_once_has_its_status_in_the_head()
    {
        var (messages, status) = await GrpcCall.RunAsync(_setup.Client, "/fail", "hello");

        Assert.Equal(("", "head 5"), (messages, status));
    }

    [Fact]
    public async Task Call_without_messages_has_its_status_behind_the_head()
    {
        var (messages, status) = await GrpcCall.RunAsync(_setup.Client, "/count");

        Assert.Equal(("0|", "0"), (messages, status));
        Assert.Equal("0", (await GrpcCall.RunAsync(_setup.Client, "/echo")).Status);
    }

    [Fact]
    public async Task Server_streams()
    {
        var (messages, status) = await GrpcCall.RunAsync(_setup.Client, "/repeat", "200");

        Assert.Equal(string.Concat(Enumerable.Range(0, 200).Select(i => $"{i}|")), messages);
        Assert.Equal("0", status);
    }

    [Fact]
    public async Task Client_streams()
    {
        var (messages, _) = await GrpcCall.RunAsync(_setup.Client, "/count", [.. Enumerable.Repeat("hello", 300)]);

        Assert.Equal("300|", messages);
    }

    [Fact]
    public async Task Both_stream_and_each_message_is_there_at_once()
    {
        await using var call = new GrpcCall(_setup.Client, "/echo");

        // Each is sent when the one before is back: nothing may wait for more.
        for (var i = 0; i < 50; i++)
        {
            call.Send($"message {i}");
            Assert.Equal($"message {i}", await call.ReadAsync());
        }

        call.EndSending();
        Assert.Null(await call.ReadAsync());
        Assert.Equal("0", await call.StatusAsync());
    }

    [Fact]
    public async Task Many_calls_at_a_time_do_not_disturb_each_other()
    {
        var calls = Enumerable.Range(0, 200).Select(i => GrpcCall.RunAsync(_setup.Client, "/echo", $"a{i}", new string('b', i * 100), $"c{i}"));

        var answers = await Task.WhenAll(calls);

        Assert.All(answers.Index(), a => Assert.Equal(($"a{a.Index}|{new string('b', a.Index * 100)}|c{a.Index}|", "0"), a.Item));
    }

    [Fact]
    public async Task Call_that_is_cancelled_ends_at_the_server()
    {
        await using var call = new GrpcCall(_setup.Client, "/hang");
        Assert.Equal("begun", await call.ReadAsync());

        await call.CancelAsync();

        await _cancelled.Task.WaitAsync(Cancel);
        // Others on the same connections go on.
        Assert.Equal("0", (await GrpcCall.RunAsync(_setup.Client, "/echo", "hello")).Status);
    }

    [Fact]
    public async Task Server_that_breaks_off_resets_the_call()
    {
        await using var call = new GrpcCall(_setup.Client, "/abort");
        Assert.Equal("begun", await call.ReadAsync());

        call.Send("now");
        await Assert.ThrowsAnyAsync<Exception>(call.ReadAsync);

        Assert.Equal("0", (await GrpcCall.RunAsync(_setup.Client, "/echo", "hello")).Status);
    }

    [Fact]
    public async Task Te_and_deadline_reach_the_server()
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/fields");
        request.Headers.TryAddWithoutValidation("te", "trailers");
        request.Headers.TryAddWithoutValidation("grpc-timeout", "5S");

        using var response = await _setup.SendAsync(request);

        Assert.Equal("trailers 5S http app.example.com https", await response.Content.ReadAsStringAsync(Cancel));
    }

    public async ValueTask DisposeAsync()
    {
        await _setup.DisposeAsync();
        await _backend.DisposeAsync();
    }

    private async Task ServeAsync(HttpContext context)
    {
        var (request, response) = (context.Request, context.Response);
        response.ContentType = "application/grpc";
        switch (request.Path.Value)
        {
            case "/echo":
                await response.StartAsync(Cancel);
                while (await GrpcCall.ReadAsync(request.Body, Cancel) is { } message)
                    await SendAsync(response, message);
                break;
            case "/repeat":
                var times = int.Parse((await GrpcCall.ReadAsync(request.Body, Cancel))!, CultureInfo.InvariantCulture);
                for (var i = 0; i < times; i++)
                    await SendAsync(response, i.ToString(CultureInfo.InvariantCulture));
                break;
            case "/count":
                var count = 0;
                while (await GrpcCall.ReadAsync(request.Body, Cancel) is not null)
                    count++;
                await SendAsync(response, count.ToString(CultureInfo.InvariantCulture));
                break;
            case "/hang":
                await SendAsync(response, "begun");
                using (context.RequestAborted.Register(_cancelled.SetResult))
                    await Task.Delay(Timeout.Infinite, context.RequestAborted).ContinueWith(_ => { }, TaskScheduler.Default);
                return;
            case "/abort":
                await SendAsync(response, "begun");
                await GrpcCall.ReadAsync(request.Body, Cancel);
                context.Abort();
                return;
            case "/fail":
                response.Headers["grpc-status"] = "5";
                return;
            case "/fields":
                await response.WriteAsync($"{request.Headers.TE} {request.Headers["grpc-timeout"]} {request.Scheme} {request.Host} {request.Headers["X-Forwarded-Proto"]}", Cancel);
                return;
        }

        response.AppendTrailer("grpc-status", "0");
    }

    private static async Task SendAsync(HttpResponse response, string message)
    {
        await response.Body.WriteAsync(GrpcCall.Frame(message), Cancel);
        await response.Body.FlushAsync(Cancel);
    }
}
