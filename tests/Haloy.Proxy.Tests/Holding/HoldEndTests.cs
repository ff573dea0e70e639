using System.Net;
using Haloy.Contracts.ProxyControl;
using Haloy.Proxy.Tests.Support;

namespace Haloy.Proxy.Tests.Holding;

/// <summary>A hold ends by the proxy's own clock, whoever is dead by then.</summary>
public sealed class HoldEndTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(null, 200, "in")]
    [InlineData(RouteState.Serving, 200, "in")]
    [InlineData(RouteState.Stopped, 503, "stopped")]
    [InlineData(RouteState.Paused, 503, "maintenance")]
    [InlineData("word of tomorrow", 200, "in")]
    public async Task Held_request_goes_on_when_the_time_is_over(string? then, int status, string content)
    {
        await using var backend = await KestrelBackend.NamedAsync("in");
        await using var held = await HeldProxy.StartAsync();
        await held.HoldAsync(5, then, backend.EndPoint);
        var pending = held.Proxy.GetAsync("/");
        await held.HeldAsync(1);

        held.Clock.Advance(TimeSpan.FromSeconds(4.9));
        Assert.Equal(1, (await held.CountAsync()).Held);
        held.Clock.Advance(TimeSpan.FromSeconds(0.1));

        using var response = await pending;
        Assert.Equal(status, (int)response.StatusCode);
        Assert.Contains(content, await response.Content.ReadAsStringAsync(Cancel));
        var count = await held.HeldAsync(0);
        Assert.Equal((0L, 0L, 1L), (count.Held, count.Released, count.Expired));
        using var later = await held.Proxy.GetAsync("/");
        Assert.Equal(status, (int)later.StatusCode);
    }

    [Theory]
    [InlineData(RouteState.Stopped)]
    [InlineData(RouteState.Paused)]
    public async Task Pause_ends_by_itself(string state)
    {
        await using var backend = await KestrelBackend.NamedAsync("in");
        await using var held = await HeldProxy.StartAsync();
        await held.Proxy.ApplyAsync(Snapshots.Of(HeldProxy.Route(backend.EndPoint) with { State = state, Until = held.Clock.GetUtcNow().AddMinutes(30) }));

        Assert.Equal(503, await StatusAsync(held));
        held.Clock.Advance(TimeSpan.FromMinutes(29));
        Assert.Equal(503, await StatusAsync(held));
        held.Clock.Advance(TimeSpan.FromMinutes(1));
        Assert.Equal(200, await StatusAsync(held));
    }

    [Fact]
    public async Task Restarted_proxy_goes_on_holding_until_the_same_moment()
    {
        await using var backend = await KestrelBackend.NamedAsync("in");
        await using var held = await HeldProxy.StartAsync();
        await held.HoldAsync(10, null, backend.EndPoint);
        held.Clock.Advance(TimeSpan.FromSeconds(6));

        await held.RestartAsync();
        var pending = held.Proxy.GetAsync("/");
        await held.HeldAsync(1);
        held.Clock.Advance(TimeSpan.FromSeconds(3.9));
        Assert.Equal(1, (await held.CountAsync()).Held);
        held.Clock.Advance(TimeSpan.FromSeconds(0.1));

        using var response = await pending;
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
    }

    [Theory]
    [InlineData(null, 200)]
    [InlineData(RouteState.Stopped, 503)]
    public async Task Restarted_proxy_does_not_begin_a_hold_that_is_over(string? then, int status)
    {
        await using var backend = await KestrelBackend.NamedAsync("in");
        await using var held = await HeldProxy.StartAsync();
        await held.HoldAsync(10, then, backend.EndPoint);
        held.Clock.Advance(TimeSpan.FromSeconds(20));

        await held.RestartAsync();

        Assert.Equal(status, await StatusAsync(held));
    }

    [Fact]
    public async Task Nobody_is_held_for_longer_than_the_limit_whatever_the_snapshot_says()
    {
        await using var backend = await KestrelBackend.NamedAsync("in");
        await using var held = await HeldProxy.StartAsync();
        // It does not say when it was made, so it cannot be refused for it.
        await held.HoldAsync(24 * 60 * 60, null, backend.EndPoint);
        var pending = held.Proxy.GetAsync("/");
        await held.HeldAsync(1);

        held.Clock.Advance(StateRules.MostHold);

        using var response = await pending;
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
    }

    private static async Task<int> StatusAsync(HeldProxy held)
    {
        using var response = await held.Proxy.GetAsync("/");
        return (int)response.StatusCode;
    }
}
