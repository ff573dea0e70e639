using System.Text;
using Haloy.Contracts.ProxyControl;
using Haloy.Proxy.LoadBalancing;
using Haloy.Proxy.Routing;
using Haloy.Proxy.Tests.Support;

namespace Haloy.Proxy.Tests.Routing;

public sealed class PathTests
{
    private readonly RouteTable _table = new RouteTableBuilder(new BackendRegistry(1, TimeProvider.System)).Build(Snapshots.Of(
        Snapshots.Route("app.example.com", Snapshots.Backend("10.0.0.1", "80")) with
        {
            Paths = [Path("/api", "10.0.0.2"), Path("/api/v2/", "10.0.0.3"), Path("/a%2Fb", "10.0.0.4")],
        },
        Snapshots.Route("only.example.com") with { PathsOnly = true, Paths = [Path("/api", "10.0.0.5") with { State = RouteState.Stopped }] }));

    [Theory]
    [InlineData("/", "10.0.0.1")]
    [InlineData("*", "10.0.0.1")]
    [InlineData("", "10.0.0.1")]
    [InlineData("/ap", "10.0.0.1")]
    [InlineData("/apix", "10.0.0.1")]
    [InlineData("/API", "10.0.0.1")]
    [InlineData("/%61pi", "10.0.0.1")]
    [InlineData("//api", "10.0.0.1")]
    [InlineData("/?/api", "10.0.0.1")]
    [InlineData("/api", "10.0.0.2")]
    [InlineData("/api?x", "10.0.0.2")]
    [InlineData("/api/", "10.0.0.2")]
    [InlineData("/api/v20", "10.0.0.2")]
    [InlineData("/api/v2", "10.0.0.3")]
    [InlineData("/api/v2/x", "10.0.0.3")]
    [InlineData("/a%2Fb/c", "10.0.0.4")]
    [InlineData("/a/b", "10.0.0.1")]
    public void Longest_prefix_of_whole_segments_wins(string target, string backend)
    {
        Decide("app.example.com", target).Backends!.TryClaim(null, out var claimed);

        Assert.Equal(backend, claimed!.Key.Address.ToString());
    }

    [Fact]
    public void Host_may_have_nothing_but_paths()
    {
        Assert.Equal(RouteAction.NotFound, Decide("only.example.com", "/").Action);
        Assert.Equal(RouteAction.Stopped, Decide("only.example.com", "/api").Action);
    }

    [Theory]
    [InlineData("/api", "/", true)]
    [InlineData("/api/", "/", true)]
    [InlineData("/api?x;y", "/?x;y", true)]
    [InlineData("/api/a%2Fb?c", "/a%2Fb?c", true)]
    [InlineData("/api/a", "/api/a", false)]
    public async Task Prefix_is_taken_off_where_the_route_says_so(string target, string seen, bool strip)
    {
        await using var backend = new ScriptedBackend(async peer =>
        {
            while (await peer.ReadHeadAsync() is { } head)
            {
                var line = head[..head.IndexOf("\r\n", StringComparison.Ordinal)];
                await peer.SendAsync($"HTTP/1.1 200 OK\r\nContent-Length: {line.Length}\r\n\r\n{line}");
            }
        });
        await using var proxy = await TestProxy.StartAsync();
        var dead = Snapshots.Backend(ScriptedBackend.Nobody());
        await proxy.ApplyAsync(Snapshots.Of(Snapshots.Route("app.example.com") with
        {
            PlainHttp = true,
            // With one that is dead: what is sent again is cut in the same way.
            Paths = [new() { Path = "/api", Strip = strip, Backends = [dead, Snapshots.Backend(backend.EndPoint)] }],
        }));

        for (var i = 0; i < 2; i++)
            Assert.EndsWith($"\r\n\r\nGET {seen} HTTP/1.1", await proxy.SendRawAsync($"GET {target} HTTP/1.1\r\nHost: app.example.com\r\nConnection: close\r\n\r\n"));
    }

    [Theory]
    [InlineData("")]
    [InlineData("/")]
    [InlineData("api")]
    [InlineData("/a b")]
    [InlineData("/a?b")]
    [InlineData("/a//b")]
    [InlineData("/b\u00fccher")]
    public void Path_that_no_request_can_have_is_refused(string path) =>
        Assert.Single(SnapshotValidator.Problems(Snapshots.Of(Snapshots.Route("app.example.com") with { Paths = [Path(path, "10.0.0.1")] })));

    [Fact]
    public void Path_that_is_there_twice_is_refused() =>
        Assert.Contains("twice", Assert.Single(SnapshotValidator.Problems(Snapshots.Of(Snapshots.Route("app.example.com") with { Paths = [Path("/a", "10.0.0.1"), Path("/a/", "10.0.0.2")] }))));

    private static SnapshotPath Path(string path, string backend) => new() { Path = path, Backends = [Snapshots.Backend(backend, "80")] };

    private Decision Decide(string host, string target) =>
        new Router(443).Decide(_table, new RequestFacts(true, host, Encoding.Latin1.GetBytes(target), null));
}
