using System.Net;
using System.Net.Sockets;
using System.Text;
using Haloy.Proxy.Forwarding;
using Haloy.Proxy.LoadBalancing;
using Haloy.Proxy.Tests.Support;
using Haloy.Testing;

namespace Haloy.Proxy.Tests.Forwarding;

public sealed class FailureLogTests
{
    private const string Get = "GET / HTTP/1.1\r\nHost: app.example.com\r\nConnection: close\r\n\r\n";

    private readonly FakeClock _clock = new();

    [Fact]
    public void Failure_of_a_kind_is_said_once_in_ten_seconds_with_the_number_left_out()
    {
        var log = new RecordedLog<Forwarder>();
        var failures = new FailureLog(log);
        var backend = new Backend(new BackendKey(IPAddress.Loopback, 1, null), 1, _clock);

        for (var i = 0; i < 58; i++)
            failures.Add(backend, Attempt.Unreachable, "a", "refused");
        failures.Add(backend, Attempt.TimedOut, "a");
        failures.Add(new Backend(new BackendKey(IPAddress.Loopback, 2, null), 1, _clock), Attempt.Unreachable, "a", "refused");
        _clock.Advance(TimeSpan.FromSeconds(10));
        failures.Add(backend, Attempt.Unreachable, "a", "refused");

        Assert.Equal(
            [
                "Backend 127.0.0.1:1 cannot be reached: refused",
                "Backend 127.0.0.1:1 did not begin a response for a in time",
                "Backend 127.0.0.1:2 cannot be reached: refused",
                "Backend 127.0.0.1:1 cannot be reached: refused (57 more such failures since this was said last)",
            ],
            log.Lines.Select(l => l.Line));
    }

    [Theory]
    [InlineData("nonsense\r\n\r\n", 4005, "that is refused")]
    [InlineData("HTTP/1.1 200 OK\r\nContent-", 4005, "it ended before its head did")]
    [InlineData("", 4004, "ended its connection without a response")]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nx", 4002, "broke off a response")]
    [InlineData("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nnonsense\r\n", 4005, "that is refused")]
    public async Task Failure_is_one_line_in_words_of_its_own(string response, int number, string words)
    {
        using var log = new LogLines();
        await using var backend = new ScriptedBackend(async peer =>
        {
            await peer.ReadHeadAsync();
            await peer.SendAsync(response);
        });
        await using var proxy = await TestProxy.StartAsync(loggers: log);
        await proxy.ServeAsync(backend.EndPoint);

        await proxy.SendRawAsync(Get);

        Assert.Equal([number], log.Events(4001, 4009));
        Assert.Contains(words, log.Of(number).Single());
    }

    [Fact]
    public async Task Response_that_the_proxy_cuts_is_not_said_to_be_broken_off_by_the_backend()
    {
        using var log = new LogLines();
        await using var backend = new ScriptedBackend(async peer =>
        {
            await peer.ReadHeadAsync();
            await peer.SendAsync("HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nx");
            await Task.Delay(Timeout.Infinite, peer.Stop);
        });
        await using var proxy = await TestProxy.StartAsync(_clock, loggers: log);
        await proxy.ApplyAsync(Snapshots.Under(new() { IdleSeconds = 5 }, backend.EndPoint));
        using var client = await proxy.ConnectAsync();
        await using var stream = new NetworkStream(client);
        using var reader = new StreamReader(stream);
        await stream.WriteAsync(Encoding.ASCII.GetBytes(Get), TestContext.Current.CancellationToken);
        while (await reader.ReadLineAsync(TestContext.Current.CancellationToken) is not "")
        {
        }

        var rest = reader.ReadToEndAsync(TestContext.Current.CancellationToken);
        while (!rest.IsCompleted)
        {
            _clock.Advance(TimeSpan.FromSeconds(1));
            await Task.Yield();
        }

        Assert.Equal([4006], log.Events(4001, 4009));
        Assert.Contains("timeouts.idle", log.Of(4006).Single());
    }
}
