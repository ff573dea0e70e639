using System.Net.Sockets;
using System.Text;
using Haloy.Contracts.Policies;
using Haloy.Contracts.ProxyControl;
using Haloy.Proxy.Tests.Support;
using Haloy.Testing;

namespace Haloy.Proxy.Tests.Forwarding;

/// <summary>Header fields, body limits and time limits of a route.</summary>
public sealed class PolicyTests
{
    private const string Get = "GET / HTTP/1.1\r\nHost: app.example.com\r\nConnection: close\r\n\r\n";

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Fields_of_the_route_take_the_place_of_the_apps()
    {
        await using var backend = ScriptedBackend.Answering("HTTP/1.1 200 OK\r\nServer: theirs\r\nX-A: 1\r\nx-a: 2\r\nX-Kept: 3\r\nContent-Length: 2\r\n\r\nok");
        await using var proxy = await StartAsync(new() { Headers = new Dictionary<string, string> { ["X-A"] = "ours", ["Server"] = "", ["X-New"] = "gr\u00fcn" } }, backend);

        var answer = await proxy.SendRawAsync(Get);

        Assert.Contains("X-A: ours\r\n", answer);
        Assert.Contains("X-Kept: 3\r\n", answer);
        Assert.Contains("X-New: gr\u00c3\u00bcn\r\n", answer);
        Assert.DoesNotContain("theirs", answer);
        Assert.DoesNotContain("x-a: 2", answer);
        Assert.Equal(1, answer.Split("X-A").Length - 1);
        Assert.EndsWith("\r\n\r\nok", answer);
    }

    [Fact]
    public async Task Fields_are_on_pages_of_the_proxy_but_for_what_these_say_themselves()
    {
        await using var proxy = await StartAsync(new() { Headers = new Dictionary<string, string> { ["X-A"] = "ours", ["Content-Type"] = "app/x", ["Cache-Control"] = "public" } });

        var answer = await proxy.SendRawAsync(Get);

        Assert.StartsWith("HTTP/1.1 502", answer);
        Assert.Contains("X-A: ours\r\n", answer);
        Assert.Contains("Cache-Control: no-store\r\n", answer);
        Assert.DoesNotContain("app/x", answer);
        Assert.DoesNotContain("public", answer);
    }

    [Theory]
    [InlineData("Content-Length: 10\r\n\r\n0123456789", 200)]
    [InlineData("Content-Length: 11\r\n\r\n0123456789a", 413)]
    [InlineData("Content-Length: 99999999999\r\n\r\n", 413)]
    [InlineData("Transfer-Encoding: chunked\r\n\r\na\r\n0123456789\r\n0\r\n\r\n", 200)]
    [InlineData("Transfer-Encoding: chunked\r\n\r\n5\r\n01234\r\n6\r\n567890\r\n0\r\n\r\n", 413)]
    [InlineData("Transfer-Encoding: chunked\r\n\r\n5\r\n01234\r\n6\r\n567890\r\n", 413)]
    public async Task Body_may_be_as_long_as_the_route_allows(string rest, int status)
    {
        await using var backend = await KestrelBackend.StartAsync(async context =>
        {
            using var body = new MemoryStream();
            await context.Request.Body.CopyToAsync(body, context.RequestAborted);
        });
        await using var proxy = await StartAsync(new() { MaxBodyBytes = 10 }, backend.EndPoint);

        var answer = await proxy.SendRawAsync($"POST / HTTP/1.1\r\nHost: app.example.com\r\nConnection: close\r\n{rest}");

        Assert.StartsWith($"HTTP/1.1 {status} ", answer);
    }

    [Fact]
    public async Task Limit_of_one_request_does_not_count_for_the_next()
    {
        await using var backend = await KestrelBackend.NamedAsync("ok");
        await using var proxy = await StartAsync(new() { MaxBodyBytes = 10 }, backend.EndPoint);
        var post = "POST / HTTP/1.1\r\nHost: app.example.com\r\nContent-Length: 8\r\n\r\n01234567";

        var answers = await proxy.SendRawAsync(post + post + post + Get);

        Assert.Equal(4, answers.Split("HTTP/1.1 200").Length - 1);
    }

    [Fact]
    public async Task App_has_the_time_of_its_route_to_begin_its_answer()
    {
        var time = new FakeClock();
        var asked = new TaskCompletionSource();
        await using var backend = new ScriptedBackend(async peer =>
        {
            await peer.ReadHeadAsync();
            asked.TrySetResult();
            await peer.ReadHeadAsync();
        });
        await using var proxy = await TestProxy.StartAsync(time);
        await proxy.ApplyAsync(Snapshots.Under(new SnapshotPolicy { ResponseHeaderSeconds = 5 }, backend.EndPoint));

        var answer = proxy.SendRawAsync(Get);
        await asked.Task;
        await PassTimeUntilAsync(time, answer);

        Assert.StartsWith("HTTP/1.1 504", await answer);
    }

    [Fact]
    public async Task Answer_in_which_nothing_moves_is_cut_after_the_idle_time()
    {
        var time = new FakeClock();
        var begun = new TaskCompletionSource();
        await using var backend = new ScriptedBackend(async peer =>
        {
            await peer.ReadHeadAsync();
            await peer.SendAsync("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nhello");
            begun.TrySetResult();
            await peer.ReadHeadAsync();
        });
        await using var proxy = await TestProxy.StartAsync(time);
        await proxy.ApplyAsync(Snapshots.Under(new SnapshotPolicy { IdleSeconds = 5 }, backend.EndPoint));

        using var client = await proxy.ConnectAsync();
        await using var stream = new NetworkStream(client);
        await stream.WriteAsync(Encoding.Latin1.GetBytes(Get), Cancel);
        await begun.Task;
        var rest = ReadAllAsync(stream);
        await PassTimeUntilAsync(time, rest);

        Assert.EndsWith("hello", await rest);
    }

    private static async Task<string> ReadAllAsync(Stream stream)
    {
        using var reader = new StreamReader(stream, Encoding.Latin1);
        return await reader.ReadToEndAsync(Cancel);
    }

    // Loops look at their deadlines on threads of their own: so time goes on until it has been seen.
    private static async Task PassTimeUntilAsync(FakeClock clock, Task end)
    {
        while (!end.IsCompleted)
        {
            clock.Advance(TimeSpan.FromSeconds(1));
            await Task.WhenAny(end, Task.Delay(TimeSpan.FromMilliseconds(1), Cancel));
        }
    }

    private static Task<TestProxy> StartAsync(SnapshotPolicy policy, ScriptedBackend backend) => StartAsync(policy, backend.EndPoint);

    private static async Task<TestProxy> StartAsync(SnapshotPolicy policy, params System.Net.IPEndPoint[] backends)
    {
        var proxy = await TestProxy.StartAsync();
        await proxy.ApplyAsync(Snapshots.Under(policy, backends));
        return proxy;
    }
}
