using System.Net;
using Haloy.Proxy.LoadBalancing;

namespace Haloy.Proxy.Tests.LoadBalancing;

public sealed class BackendTests
{
    [Fact]
    public void Counts_tell_served_from_failed_from_never_sent()
    {
        var backend = Make();

        foreach (var end in (bool?[])[true, true, false, null])
        {
            Assert.True(backend.TryEnter());
            backend.Leave(end);
        }

        var counters = backend.Count("active");
        Assert.Equal((2, 1, 0), (counters.Served, counters.Failed, counters.InFlight));
    }

    [Fact]
    public void Retired_backend_cannot_be_claimed_until_it_is_activated_again()
    {
        var backend = Make();

        backend.Retire();
        Assert.False(backend.TryEnter());
        Assert.Equal(0, backend.InFlight);

        backend.Activate();
        Assert.True(backend.TryEnter());
    }

    [Fact]
    public void A_tunnel_is_counted_apart_from_requests()
    {
        var backend = Make();
        backend.TryEnter();

        backend.OpenTunnel();

        var counters = backend.Count("active");
        Assert.Equal((0, 1), (counters.InFlight, counters.Tunnels));
        Assert.False(backend.IsIdle);
    }

    /// <summary>
    /// Claims race with retiring. What a claimer does while it holds its claim must never happen after someone has seen
    /// "retired and nothing in flight": that is the promise the daemon stops containers on.
    /// </summary>
    [Fact]
    public async Task Retired_with_nothing_in_flight_means_no_request_is_sent_any_more()
    {
        const int Rounds = 50;
        var violations = 0;
        var claims = 0;
        var cancel = TestContext.Current.CancellationToken;
        for (var round = 0; round < Rounds; round++)
        {
            var backend = Make();
            var stopped = 0;
            using var start = new Barrier(3);
            void Claim()
            {
                start.SignalAndWait(cancel);
                while (backend.TryEnter())
                {
                    Interlocked.Add(ref violations, Volatile.Read(ref stopped));
                    Interlocked.Increment(ref claims);
                    backend.Leave(true);
                }
            }

            var claimers = new[] { Task.Run(Claim, cancel), Task.Run(Claim, cancel) };
            start.SignalAndWait(cancel);
            backend.Retire();
            SpinWait.SpinUntil(() => backend.InFlight == 0);
            Volatile.Write(ref stopped, 1);
            await Task.WhenAll(claimers);
        }

        Assert.Equal(0, violations);
        Assert.True(claims > 0);
    }

    private static Backend Make() => new(new BackendKey(IPAddress.Loopback, 80, "d1"), 1, TimeProvider.System);
}
