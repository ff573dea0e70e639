using Haloy.Contracts.Policies;
using Haloy.Contracts.ProxyControl;
using Haloy.Proxy.Tests.Support;
using Haloy.Testing;

namespace Haloy.Proxy.Tests.LoadBalancing;

/// <summary>What a snapshot asks for, seen by real backends.</summary>
public sealed class BalanceTests : IAsyncLifetime
{
    private KestrelBackend _one = null!;
    private KestrelBackend _two = null!;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => (_one, _two) = (await KestrelBackend.NamedAsync("1"), await KestrelBackend.NamedAsync("2"));

    public async ValueTask DisposeAsync()
    {
        await _one.DisposeAsync();
        await _two.DisposeAsync();
    }

    [Fact]
    public async Task Weights_share_requests_out_exactly_and_keep_their_turn_across_swaps()
    {
        await using var proxy = await TestProxy.StartAsync();
        var table = Table(null, Backend(_one) with { Weight = 3 }, Backend(_two));
        var answers = "";
        for (var i = 0; i < 8; i++)
        {
            await proxy.ApplyAsync(table);
            answers += await AskAsync(proxy, 1);
        }

        Assert.Equal("11211121", answers);
    }

    [Fact]
    public async Task Backend_that_is_busy_is_spared()
    {
        using var free = new SemaphoreSlim(0);
        var asked = new TaskCompletionSource();
        await using var busy = await KestrelBackend.StartAsync(async _ =>
        {
            asked.TrySetResult();
            await free.WaitAsync(Cancel);
        });
        await using var proxy = await TestProxy.StartAsync();
        await proxy.ApplyAsync(Table(new() { Policy = BalancePolicy.LeastConnections }, Backend(busy), Backend(_one)));

        var held = proxy.GetAsync("/");
        await asked.Task.WaitAsync(Cancel);
        var others = await AskAsync(proxy, 10);
        free.Release();
        using var response = await held;

        Assert.Equal("1111111111", others);
    }

    [Fact]
    public async Task Backend_that_joins_another_gets_little_at_first_and_its_full_share_later()
    {
        var clock = new FakeClock();
        await using var proxy = await TestProxy.StartAsync(clock);
        var balance = new SnapshotBalance { SlowStartSeconds = 20 };
        await proxy.ApplyAsync(Table(balance, Backend(_one)));
        await proxy.ApplyAsync(Table(balance, Backend(_one), Backend(_two)));

        var atFirst = await AskAsync(proxy, 33);
        clock.Advance(TimeSpan.FromSeconds(10));
        var halfWay = await AskAsync(proxy, 30);
        clock.Advance(TimeSpan.FromSeconds(10));
        var atLast = await AskAsync(proxy, 30);

        Assert.Equal((3, 10, 15), (Twos(atFirst), Twos(halfWay), Twos(atLast)));
    }

    [Fact]
    public async Task Backends_that_are_all_new_do_not_hold_back_nor_does_one_that_comes_back()
    {
        var balance = new SnapshotBalance { SlowStartSeconds = 20 };
        await using var proxy = await TestProxy.StartAsync(new FakeClock());
        await proxy.ApplyAsync(Table(balance, Backend(_one), Backend(_two)));
        var atFirst = await AskAsync(proxy, 10);

        await proxy.ApplyAsync(Table(balance, Backend(_one), Backend(_two) with { State = BackendState.Draining }));
        await proxy.ApplyAsync(Table(balance, Backend(_one), Backend(_two)));
        var afterwards = await AskAsync(proxy, 10);

        Assert.Equal((5, 5), (Twos(atFirst), Twos(afterwards)));
    }

    private static int Twos(string answers) => answers.Count(a => a == '2');

    private static SnapshotBackend Backend(KestrelBackend backend) => Snapshots.Backend(backend.EndPoint, "d1");

    private static RoutingSnapshot Table(SnapshotBalance? balance, params SnapshotBackend[] backends) =>
        Snapshots.Of(Snapshots.Route("app.example.com", backends) with { PlainHttp = true, Policy = new() { Balance = balance } });

    private static async Task<string> AskAsync(TestProxy proxy, int times)
    {
        var answers = "";
        for (var i = 0; i < times; i++)
        {
            using var response = await proxy.GetAsync("/");
            answers += await response.Content.ReadAsStringAsync(Cancel);
        }

        return answers;
    }
}
