using Haloy.Proxy.Tests.Support;

namespace Haloy.Proxy.Tests.Http2.Backends;

/// <summary>Whatever a backend sends, its client gets a 502 or no whole response, and the next one gets an answer.</summary>
public sealed class HostileBackendTests : IAsyncLifetime
{
    private const string Post = "POST / HTTP/1.1\r\nHost: app.example.com\r\nContent-Length: 0\r\nConnection: close\r\n\r\n";

    private byte[][] _frames = [];
    private ScriptedBackend _backend = null!;
    private H2cSetup _setup = null!;

    public static TheoryData<string> BeforeHead => [.. HostileBackendCases.BeforeHead.Select(c => c.What)];

    public static TheoryData<string> AfterHead => [.. HostileBackendCases.AfterHead.Select(c => c.What)];

    public async ValueTask InitializeAsync()
    {
        _backend = H2cPeer.Backend(async peer =>
        {
            if (await peer.ReadRequestAsync() is null)
                return;
            await peer.SendAsync(_frames);
            await peer.ReadAllAsync();
        });
        _setup = await H2cSetup.StartAsync(_backend.EndPoint);
    }

    [Theory]
    [MemberData(nameof(BeforeHead))]
    public async Task Nonsense_in_place_of_a_head_is_a_502(string what)
    {
        _frames = HostileBackendCases.BeforeHead.Single(c => c.What == what).Frames;

        var response = await _setup.Proxy.SendRawAsync(Post);

        Assert.StartsWith("HTTP/1.1 502 ", response[response.LastIndexOf("HTTP/1.1 ", StringComparison.Ordinal)..], StringComparison.Ordinal);
        Assert.DoesNotContain("set-cookie", response, StringComparison.OrdinalIgnoreCase);
        await AssertGoesOnAsync();
    }

    [Theory]
    [MemberData(nameof(AfterHead))]
    public async Task Nonsense_behind_a_head_never_becomes_a_whole_response(string what)
    {
        _frames = [H2cPeer.Head(1, ends: false, ("content-length", "5")), .. HostileBackendCases.AfterHead.Single(c => c.What == what).Frames];

        var response = await _setup.Proxy.SendRawAsync(Post);

        Assert.StartsWith("HTTP/1.1 200 ", response, StringComparison.Ordinal);
        Assert.InRange(response.Length - response.IndexOf("\r\n\r\n", StringComparison.Ordinal) - 4, 0, 4);
        await AssertGoesOnAsync();
    }

    [Fact]
    public async Task More_than_the_windows_allow_is_refused()
    {
        // The client does not read, and the backend does not care for windows.
        _frames = [H2cPeer.Head(1, ends: false), .. Enumerable.Repeat(Frames.Frame(Frames.Data, 0, 1, new byte[16384]), 2000)];
        using var client = await _setup.Proxy.ConnectAsync();
        client.ReceiveBufferSize = 4096;
        await client.SendAsync(System.Text.Encoding.Latin1.GetBytes(Post), TestContext.Current.CancellationToken);

        while ((await _setup.Proxy.StatusAsync()).Backends![0].Failed == 0)
            await Task.Yield();

        await AssertGoesOnAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await _setup.DisposeAsync();
        await _backend.DisposeAsync();
    }

    private async Task AssertGoesOnAsync()
    {
        await using var honest = await KestrelBackend.H2cAsync(_ => Task.CompletedTask);
        await _setup.Proxy.ApplyAsync(Snapshots.H2c(honest.EndPoint));
        Assert.StartsWith("HTTP/1.1 200 ", await _setup.Proxy.SendRawAsync(Post), StringComparison.Ordinal);
    }
}
