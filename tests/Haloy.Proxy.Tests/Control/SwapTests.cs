using System.Collections.Concurrent;
using System.Net;
using Haloy.Contracts.Policies;
using Haloy.Contracts.ProxyControl;
using Haloy.Proxy.Tests.Support;

namespace Haloy.Proxy.Tests.Control;

public sealed class SwapTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    /// <summary>
    /// What a rolling deploy does, many times under load: new backend in, old one draining, wait for its counter to say 0, stop it for good.
    /// Not one request may fail, and none may reach a backend after the counter said it is drained.
    /// </summary>
    [Theory]
    [InlineData("round_robin", false)]
    [InlineData("least_connections", false)]
    [InlineData("round_robin", true)]
    public async Task Backends_replaced_under_load_fail_no_request(string policy, bool sticky)
    {
        const int Replacements = 40;
        var balance = new SnapshotBalance { Policy = policy, Sticky = sticky ? new() : null, SlowStartSeconds = 1 };
        RoutingSnapshot Table(params SnapshotBackend[] backends) =>
            Snapshots.Of(Snapshots.Route("app.example.com", backends) with { PlainHttp = true, Policy = new() { Balance = balance } });
        await using var proxy = await TestProxy.StartAsync();
        var current = new CountingBackend();
        await proxy.ApplyAsync(Table(current.Active));
        using var done = new CancellationTokenSource();
        var failures = new ConcurrentQueue<string>();
        var clients = Enumerable.Range(0, 8).Select(_ => HammerAsync(proxy, failures, done.Token)).ToArray();

        for (var i = 0; i < Replacements; i++)
        {
            var next = new CountingBackend();
            await proxy.ApplyAsync(Table(current.Active, next.Active));
            await next.FirstRequest.WaitAsync(Cancel);
            await proxy.ApplyAsync(Table(next.Active, current.Draining));
            while ((await proxy.StatusAsync()).Backends!.Single(b => b.Port == current.Port).InFlight > 0)
                await Task.Yield();

            await current.DisposeAsync();
            current = next;
        }

        await done.CancelAsync();
        var served = (await Task.WhenAll(clients)).Sum();
        await current.DisposeAsync();
        Assert.Empty(failures);
        Assert.True(served > Replacements);
        while ((await proxy.StatusAsync()).Backends!.Any(b => b.InFlight > 0))
            await Task.Yield();
    }

    [Fact]
    public async Task Turns_continue_across_swaps()
    {
        await using var one = await KestrelBackend.NamedAsync("one");
        await using var two = await KestrelBackend.NamedAsync("two");
        await using var proxy = await TestProxy.StartAsync();
        var answers = new List<string>();

        for (var i = 0; i < 4; i++)
        {
            await proxy.ServeAsync(one.EndPoint, two.EndPoint);
            using var response = await proxy.GetAsync("/");
            answers.Add(await response.Content.ReadAsStringAsync(Cancel));
        }

        Assert.Equal(["one", "two", "one", "two"], answers);
    }

    private static async Task<int> HammerAsync(TestProxy proxy, ConcurrentQueue<string> failures, CancellationToken stop)
    {
        var served = 0;
        // Brought back every other time.
        string? cookie = null;
        while (!stop.IsCancellationRequested)
        {
            try
            {
                using var request = new HttpRequestMessage(HttpMethod.Get, "/") { Headers = { Host = "app.example.com" } };
                if (cookie is not null && served % 2 == 0)
                    request.Headers.Add("Cookie", cookie);
                using var response = await proxy.Client.SendAsync(request, Cancel);
                if (response.Headers.TryGetValues("Set-Cookie", out var set))
                    cookie = set.Single().Split(';')[0];
                if (response.StatusCode != HttpStatusCode.OK)
                    failures.Enqueue(response.StatusCode.ToString());
                served++;
            }
            catch (HttpRequestException e)
            {
                failures.Enqueue(e.Message);
            }
        }

        return served;
    }

    /// <summary>A backend that is stopped the hard way: whoever still asks it gets nothing.</summary>
    private sealed class CountingBackend : IAsyncDisposable
    {
        private readonly TaskCompletionSource _first = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private readonly ScriptedBackend _backend;
        private int _requestsAfterStop;
        private volatile bool _stopped;

        public CountingBackend() => _backend = new ScriptedBackend(AnswerAsync);

        public Task FirstRequest => _first.Task;

        public string Port => _backend.EndPoint.Port.ToString();

        public SnapshotBackend Active => Snapshots.Backend(_backend.EndPoint, Port, BackendState.Active);

        public SnapshotBackend Draining => Snapshots.Backend(_backend.EndPoint, Port, BackendState.Draining);

        public async ValueTask DisposeAsync()
        {
            _stopped = true;
            await _backend.DisposeAsync();
            Assert.Equal(0, _requestsAfterStop);
        }

        private async Task AnswerAsync(BackendPeer peer)
        {
            while (await peer.ReadHeadAsync() is not null)
            {
                if (_stopped)
                    Interlocked.Increment(ref _requestsAfterStop);
                await peer.SendAsync("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok");
                _first.TrySetResult();
            }
        }
    }
}
