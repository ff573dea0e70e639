using System.Collections.Concurrent;
using System.Net;
using System.Text;
using Haloy.Proxy.Holding;
using Haloy.Proxy.Tests.Support;
using Microsoft.AspNetCore.Http;

namespace Haloy.Proxy.Tests.Holding;

/// <summary>What the replace strategy does, at random and under load: no request is lost, and each is answered once.</summary>
public sealed class HoldPropertyTests
{
    private const int Swaps = 100;
    private const int Clients = 12;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public async Task Tables_that_hold_and_serve_at_random_lose_no_request(int seed)
    {
        var random = new Random(seed);
        await using var one = await EchoAsync();
        await using var two = await EchoAsync();
        // Few at once, so that tables also change in the middle of letting them go.
        await using var held = await HeldProxy.StartAsync(o => o with { Holds = new HoldLimits { AtOnce = 3 } });
        await held.ServeAsync(one.EndPoint);
        using var done = new CancellationTokenSource();
        var failures = new ConcurrentQueue<string>();
        var clients = Enumerable.Range(0, Clients).Select(i => HammerAsync(held, i, failures, done.Token)).ToArray();

        for (var i = 0; i < Swaps; i++)
            await SwapAsync(held, random, one.EndPoint, two.EndPoint);
        await held.ServeAsync(one.EndPoint);
        await done.CancelAsync();
        var served = await Task.WhenAll(clients);

        Assert.Empty(failures);
        Assert.InRange(served.Sum(), Clients, int.MaxValue);
        var count = await held.HeldAsync(0);
        Assert.Equal((count.Total, 0L), (count.Released + count.Expired, count.Refused));
        Assert.InRange(count.Total, 1, int.MaxValue);
    }

    private static Task SwapAsync(HeldProxy held, Random random, IPEndPoint one, IPEndPoint two)
    {
        switch (random.Next(6))
        {
            case 0:
                return held.ServeAsync(one);
            case 1:
                return held.ServeAsync(two);
            case 2:
                return held.ServeAsync(one, two);
            case 3:
                held.Clock.Advance(TimeSpan.FromSeconds(random.Next(2)));
                return Task.CompletedTask;
            case 4:
                return held.HoldAsync(random.Next(1, 3), null, one);
            default:
                return held.HoldAsync(60, null, two);
        }
    }

    private static async Task<int> HammerAsync(HeldProxy held, int number, ConcurrentQueue<string> failures, CancellationToken stop)
    {
        using var client = held.Client(number % 2 == 0 ? "1.1" : "2.0");
        var served = 0;
        while (!stop.IsCancellationRequested)
        {
            var isGet = served % 2 == 0;
            var sent = $"/{number}/{served++}" + new string('x', isGet ? 0 : served % 3 * 50_000);
            try
            {
                using var response = await (isGet ? client.GetAsync(sent, Cancel) : client.PostAsync("/", new StringContent(sent), Cancel));
                var received = await response.Content.ReadAsStringAsync(Cancel);
                if (response.StatusCode != HttpStatusCode.OK || received != sent)
                    failures.Enqueue($"{response.StatusCode} {received}");
            }
            catch (HttpRequestException e)
            {
                failures.Enqueue(e.ToString());
            }
        }

        return served;
    }

    private static Task<KestrelBackend> EchoAsync() => KestrelBackend.StartAsync(context => HttpMethods.IsGet(context.Request.Method)
        ? context.Response.Body.WriteAsync(Encoding.UTF8.GetBytes(context.Request.Path)).AsTask()
        : context.Request.Body.CopyToAsync(context.Response.Body, context.RequestAborted));
}
