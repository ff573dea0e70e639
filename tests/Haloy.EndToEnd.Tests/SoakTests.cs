using System.Net;
using Haloy.Contracts.ProxyControl;
using Haloy.EndToEnd.Tests.Lab;
using Haloy.Testing.Load;

namespace Haloy.EndToEnd.Tests;

/// <summary>
/// The published proxy under constant load while everything around it changes. Half a minute in <c>make test</c>, five in CI, an hour in <c>make soak</c>.
/// </summary>
public sealed class SoakTests
{
    private const int Backends = 3;
    private const long AllowedGrowthKiB = 24 * 1024;

    // The runtime opens some for itself when it first needs them; a leak would be one for each of thousands of connections.
    private const int OfTheRuntime = 4;
    private static readonly TimeSpan BetweenSwaps = TimeSpan.FromMilliseconds(100);
    private static readonly LoadRequest Large = new(HttpMethod.Get, "/large", null, "</html>");

    private static CancellationToken Ending => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Load_over_swaps_dying_backends_and_new_certificates_fails_no_request()
    {
        var seconds = int.Parse(Environment.GetEnvironmentVariable("SOAK_SECONDS") ?? "30");
        await using var proxy = await SoakProxy.StartAsync(Ending);
        var backends = new Queue<SoakBackend>(Enumerable.Range(0, Backends).Select(_ => new SoakBackend()));
        await proxy.ServeAsync(Active(backends), Ending);
        var descriptors = proxy.Descriptors;

        var (report, swaps, memory, grown) = await LoadAsync(proxy, backends, seconds);
        foreach (var backend in backends)
            await backend.DisposeAsync();

        TestContext.Current.TestOutputHelper?.WriteLine($"{report.Requests} requests, {swaps} swaps, memory {memory} KiB and {grown} KiB more at the end");
        Assert.True(report.Failed == 0, report.ToJson());
        Assert.InRange(grown, long.MinValue, AllowedGrowthKiB);
        await Patience.UntilAsync(
            "every descriptor is closed",
            () => Task.FromResult(Sockets(proxy.Descriptors) <= Sockets(descriptors) && proxy.Descriptors.Count <= descriptors.Count + OfTheRuntime),
            Ending,
            () => $"more than at the beginning: {string.Join(' ', proxy.Descriptors.Except(descriptors))}");
    }

    private static async Task<(LoadReport Report, int Swaps, long Memory, long Grown)> LoadAsync(SoakProxy proxy, Queue<SoakBackend> backends, int seconds)
    {
        await using var load = await StartLoadAsync(proxy);
        // What the first tenth leaves is what it needs: connections, buffers, compiled code.
        var swaps = await ChangeAsync(proxy, backends, TimeSpan.FromSeconds(seconds / 10.0));
        var memory = proxy.ResidentKiB;
        swaps += await ChangeAsync(proxy, backends, TimeSpan.FromSeconds(seconds * 0.9));
        return (await load.StopAsync(), swaps, memory, proxy.ResidentKiB - memory);
    }

    private static int Sockets(IEnumerable<string> descriptors) => descriptors.Count(d => d.StartsWith("socket:", StringComparison.Ordinal));

    private static Task<LoadClient> StartLoadAsync(SoakProxy proxy) => LoadClient.StartAsync(
        new LoadOptions
        {
            Url = new Uri($"https://{SoakProxy.Host}:{proxy.HttpsPort}"),
            ConnectTo = new(IPAddress.Loopback, proxy.HttpsPort),
            CaFile = proxy.CaFile,
            KeepAliveWorkers = 4,
            Http2Workers = 2,
            NewConnectionWorkers = 2,
            Requests = [LoadRequest.HelloPage, Large, LoadRequest.HelloUpload(20_000), LoadRequest.HelloPage],
            Pause = TimeSpan.FromMilliseconds(5),
        },
        Ending);

    // A swap every tenth of a second. Every tenth one takes a backend out, waits until it is drained, and kills it; another comes in its place.
    // One address of the table never answers.
    private static async Task<int> ChangeAsync(SoakProxy proxy, Queue<SoakBackend> backends, TimeSpan length)
    {
        using var over = CancellationTokenSource.CreateLinkedTokenSource(Ending);
        over.CancelAfter(length);
        using var timer = new PeriodicTimer(BetweenSwaps);
        var swaps = 0;
        try
        {
            while (await timer.WaitForNextTickAsync(over.Token))
            {
                swaps++;
                await proxy.ServeAsync(Active(backends), Ending);
                if (swaps % 10 == 5)
                    await proxy.RenewAsync(Ending);
                if (swaps % 10 == 0)
                    await ReplaceAsync(proxy, backends);
            }
        }
        catch (OperationCanceledException) when (!Ending.IsCancellationRequested)
        {
            // The time is over.
        }

        return swaps;
    }

    private static async Task ReplaceAsync(SoakProxy proxy, Queue<SoakBackend> backends)
    {
        await using var leaving = backends.Dequeue();
        backends.Enqueue(new SoakBackend());
        await proxy.ServeAsync([.. Active(backends), leaving.As(BackendState.Draining)], Ending);
        await Patience.UntilAsync("the leaving backend is drained", async () => await proxy.InFlightAsync(leaving.Port, Ending) == 0, Ending);
    }

    private static IEnumerable<SnapshotBackend> Active(IEnumerable<SoakBackend> backends) =>
        [.. backends.Select(b => b.As(BackendState.Active)), new SnapshotBackend { Ip = "127.0.0.1", Port = "9", Deployment = "nobody" }];
}
