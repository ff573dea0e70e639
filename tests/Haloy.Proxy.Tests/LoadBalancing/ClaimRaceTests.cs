using System.Net;
using System.Text;
using Haloy.Proxy.LoadBalancing;

namespace Haloy.Proxy.Tests.LoadBalancing;

/// <summary>Claims from many threads while backends are retired, taken back, put aside and readmitted: every claim is one, and ends.</summary>
public sealed class ClaimRaceTests
{
    private const int Claimers = 3;
    private const int Claims = 20_000;

    private static readonly BackendNames Names = new(() => new byte[32]);

    private readonly Backend[] _backends =
        [.. Enumerable.Range(1, 4).Select(port => new Backend(new BackendKey(IPAddress.Loopback, port, $"d{port % 2}"), 1, TimeProvider.System))];

    [Theory]
    [InlineData(false, false)]
    [InlineData(true, false)]
    [InlineData(false, true)]
    [InlineData(true, true)]
    public async Task No_claim_is_lost_or_left(bool byLoad, bool toDeployment)
    {
        var cancel = TestContext.Current.CancellationToken;
        var set = new BackendSet(_backends, [3, 1, 2, 0], new RoundRobin(), byLoad);
        var deployments = _backends.GroupBy(b => b.Key.Deployment).ToDictionary(d => d.Key!, d => new BackendSet([.. d], new RoundRobin()));
        var sticky = new StickyBackends(new("at", ""), _backends.Select(b => (b, toDeployment ? deployments[b.Key.Deployment!] : null)), Names);
        using var done = new CancellationTokenSource();
        var disturbing = Task.Run(() => Disturb(done.Token), cancel);

        var claimed = await Task.WhenAll(Enumerable.Range(0, Claimers).Select(number => Task.Run(() => Claim(set, sticky, number), cancel)));
        await done.CancelAsync();
        await disturbing;

        Assert.All(_backends, b => Assert.Equal(0, b.InFlight));
        Assert.Equal(claimed.Sum(), _backends.Sum(b => b.Count("active").Served));
        Assert.True(claimed.Sum() > 0);
    }

    private int Claim(BackendSet set, StickyBackends sticky, int number)
    {
        var claimed = 0;
        var head = Encoding.ASCII.GetBytes($"GET / HTTP/1.1\r\nCookie: at={Encoding.ASCII.GetString(Names.Of(_backends[number]))}\r\n\r\n");
        for (var i = 0; i < Claims; i++)
        {
            if (!(i % 2 == 0 && sticky.TryReturn(head, null, out var backend)) && set.TryClaim(null, out backend) != PickResult.Claimed)
                continue;
            claimed++;
            backend!.Leave(true);
        }

        return claimed;
    }

    private void Disturb(CancellationToken stop)
    {
        for (var i = 0; !stop.IsCancellationRequested; i++)
        {
            var backend = _backends[i % _backends.Length];
            backend.Retire();
            backend.StartSlowly(TimeSpan.FromMilliseconds(1));
            backend.Activate();
            backend.Eject(TimeSpan.FromTicks(1));
            backend.Readmit();
        }
    }
}
