using Haloy.Contracts.ProxyControl;
using Haloy.Testing;
using Microsoft.Extensions.Logging;

namespace Haloy.Proxy.Tests.Support;

/// <summary>A proxy with HTTP/2 in front of a backend that answers <c>/hold</c> never, <c>/big</c> with a mebibyte, and the rest with its head; <c>/stopped</c> does not get there.</summary>
public sealed class Http2Fixture : IAsyncLifetime
{
    private readonly TempDirectory _directory = new();
    private readonly ErrorLog _log = new();
    private ScriptedBackend _backend = null!;

    internal TestProxy Proxy { get; private set; } = null!;

    internal FakeClock Clock { get; } = new();

    /// <summary>Defects of ours that were met.</summary>
    internal IReadOnlyCollection<string> Defects => _log.Errors;

    public async ValueTask InitializeAsync()
    {
        _backend = new ScriptedBackend(async peer =>
        {
            while (await peer.ReadHeadAsync() is { } head)
            {
                if (head.Contains(" /hold ", StringComparison.Ordinal))
                    await Task.Delay(Timeout.Infinite, peer.Stop);
                else if (await peer.ReadBodyAsync(head) is null)
                    return;
                var content = head.Contains(" /big ", StringComparison.Ordinal) ? new string('x', 1024 * 1024) : head;
                await peer.SendAsync($"HTTP/1.1 200 OK\r\nContent-Length: {content.Length}\r\n\r\n{content}");
            }
        });
        TestCertificates.WriteSelfSigned(_directory.File("certs"), "app.example.com");
        Proxy = await TestProxy.StartAsync(Clock, _directory, loggers: LoggerFactory.Create(b => b.AddProvider(_log)));
        await Proxy.ApplyAsync(Snapshots.Of(Snapshots.Route("app.example.com", Snapshots.Backend(_backend.EndPoint)) with
        {
            PlainHttp = true,
            Paths = [new SnapshotPath { Path = "/stopped", State = RouteState.Stopped }],
        }));
    }

    public async ValueTask DisposeAsync()
    {
        await Proxy.DisposeAsync();
        await _backend.DisposeAsync();
        _directory.Dispose();
    }
}
