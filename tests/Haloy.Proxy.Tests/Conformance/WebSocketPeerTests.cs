using System.Globalization;
using System.Net;
using Haloy.Proxy.Tests.Support;
using Haloy.Testing;

namespace Haloy.Proxy.Tests.Conformance;

/// <summary>A client and a server that others wrote, Autobahn's, talk through the proxy; the cases are in <c>websocket.py</c>.</summary>
public sealed class WebSocketPeerTests : IDisposable
{
    private const string Python = "/usr/bin/python3";
    private const int Cases = 17;

    private readonly TempDirectory _directory = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public void Dispose() => _directory.Dispose();

    [Theory]
    [InlineData("ws")]
    [InlineData("wss")]
    public async Task Peers_do_not_notice_the_proxy(string scheme)
    {
        Tools.Need("peers", Python, "/usr/lib/python3/dist-packages/autobahn");
        using var peers = Tools.Start(Python, Path.Combine(Repository.Root, "tests/Haloy.Proxy.Tests/Conformance/websocket.py"));
        var errors = peers.StandardError.ReadToEndAsync(Cancel);
        var port = int.Parse(await peers.StandardOutput.ReadLineAsync(Cancel) ?? "0", CultureInfo.InvariantCulture);
        await using var proxy = await StartAsync(new IPEndPoint(IPAddress.Loopback, port));
        var endPoint = scheme == "ws" ? proxy.Server.HttpEndpoint : proxy.Server.HttpsEndpoint;

        await peers.StandardInput.WriteLineAsync($"{scheme}://{endPoint}");
        await peers.StandardInput.FlushAsync(Cancel);
        var results = (await peers.StandardOutput.ReadToEndAsync(Cancel)).Split('\n', StringSplitOptions.RemoveEmptyEntries);

        Assert.True(results.All(r => r.StartsWith("ok ", StringComparison.Ordinal)), string.Join('\n', [.. results, await errors]));
        Assert.Equal(Cases, results.Length);
    }

    private async Task<TestProxy> StartAsync(IPEndPoint backend)
    {
        TestCertificates.WriteSelfSigned(_directory.File("certs"), "app.example.com");
        var proxy = await TestProxy.StartAsync(directory: _directory);
        await proxy.ServeAsync(backend);
        return proxy;
    }
}
