using System.Net;
using System.Net.Sockets;
using System.Text;
using Haloy.Contracts.Policies;
using Haloy.Contracts.ProxyControl;
using Haloy.Proxy.Pages;
using Haloy.Proxy.Tests.Support;
using Haloy.Testing;

namespace Haloy.Proxy.Tests.Pages;

/// <summary>Pages of an app in place of the proxy's.</summary>
public sealed class OwnPagesTests
{
    private const string Get = "GET / HTTP/1.1\r\nHost: app.example.com\r\nAccept: text/html\r\nConnection: close\r\n\r\n";

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("", "ours")]
    [InlineData("Accept: */*\r\n", "ours")]
    [InlineData("Accept: text/html, application/json;q=0.9\r\n", "ours")]
    [InlineData("Accept: application/json\r\n", """{"status":502""")]
    [InlineData("Accept: text/plain\r\n", "No healthy backends")]
    public async Task Page_is_shown_to_who_takes_html(string accept, string expected)
    {
        await using var proxy = await ServingAsync(("502", "<p>ours"));

        var answer = await proxy.SendRawAsync($"GET / HTTP/1.1\r\nHost: app.example.com\r\nConnection: close\r\n{accept}\r\n");

        Assert.StartsWith("HTTP/1.1 502 Bad Gateway\r\n", answer);
        Assert.Contains("Cache-Control: no-store\r\n", answer);
        Assert.Contains(expected, Body(answer));
        Assert.Contains($"Content-Length: {Body(answer).Length}\r\n", answer);
    }

    [Theory]
    [InlineData(RouteState.Stopped, "stopped")]
    [InlineData(RouteState.Paused, "maintenance")]
    [InlineData(null, "502")]
    public async Task Most_exact_page_is_taken(string? state, string expected)
    {
        await using var all = await ServingAsync(state, ("stopped", "<p>stopped"), ("maintenance", "<p>maintenance"), ("502", "<p>502"), ("503", "<p>503"), ("5xx", "<p>5xx"));
        await using var some = await ServingAsync(state, ("503", "<p>503"), ("5xx", "<p>5xx"), ("4xx", "<p>4xx"));
        await using var group = await ServingAsync(state, ("4xx", "<p>4xx"), ("5xx", "<p>5xx"));

        Assert.Equal($"<p>{expected}", Body(await all.SendRawAsync(Get)));
        Assert.Equal(state is null ? "<p>5xx" : "<p>503", Body(await some.SendRawAsync(Get)));
        Assert.Equal("<p>5xx", Body(await group.SendRawAsync(Get)));
    }

    [Fact]
    public async Task Refusals_have_pages_too_and_keep_what_they_say_besides()
    {
        await using var backend = await KestrelBackend.NamedAsync("app");
        var pages = new[] { ("401", "<p>who?"), ("413", "<p>too much") };
        await using var proxy = await StartAsync(new() { BasicAuth = [Snapshots.User("me", "secret")], MaxBodyBytes = 5 }, null, pages, backend.EndPoint);

        var unauthorized = await proxy.SendRawAsync(Get);
        var wrong = await proxy.SendRawAsync(Get.Replace("Accept:", "Authorization: Basic bWU6d3Jvbmc=\r\nAccept:", StringComparison.Ordinal));
        var large = await proxy.SendRawAsync("POST / HTTP/1.1\r\nHost: app.example.com\r\nConnection: close\r\nContent-Length: 9\r\n\r\n123456789");
        var chunked = await proxy.SendRawAsync("POST / HTTP/1.1\r\nHost: app.example.com\r\nAuthorization: Basic bWU6c2VjcmV0\r\nConnection: close\r\nTransfer-Encoding: chunked\r\n\r\n9\r\n123456789\r\n0\r\n\r\n");

        Assert.All([unauthorized, wrong], a => Assert.Contains("WWW-Authenticate: Basic realm", a));
        Assert.All([unauthorized, wrong], a => Assert.Equal("<p>who?", Body(a)));
        Assert.All([large, chunked], a => Assert.StartsWith("HTTP/1.1 413", a));
        Assert.All([large, chunked], a => Assert.Equal("<p>too much", Body(a)));
    }

    [Fact]
    public async Task Answers_of_the_app_are_its_own()
    {
        await using var backend = ScriptedBackend.Answering("HTTP/1.1 502 Bad Gateway\r\nContent-Length: 4\r\n\r\nmine");
        await using var proxy = await StartAsync(new(), null, [("502", "<p>ours")], backend.EndPoint);

        Assert.Equal("mine", Body(await proxy.SendRawAsync(Get)));
    }

    [Fact]
    public async Task Backend_that_cannot_be_reached_shows_the_page()
    {
        await using var proxy = await StartAsync(new(), null, [("5xx", "<p>ours {{status}}: {{message}}")], ScriptedBackend.Nobody());

        Assert.Equal("<p>ours 502: Backend unavailable", Body(await proxy.SendRawAsync(Get)));
    }

    [Fact]
    public async Task Path_that_no_app_has_shows_the_page_of_the_host()
    {
        await using var proxy = await TestProxy.StartAsync();
        var (policy, contents) = Named([("404", "<p>not here")]);
        var route = Snapshots.Route("app.example.com") with { PlainHttp = true, PathsOnly = true, Policy = policy, Paths = [new SnapshotPath { Path = "/api" }] };
        await proxy.ApplyAsync(Snapshots.Of(route) with { Pages = contents });

        Assert.Equal("<p>not here", Body(await proxy.SendRawAsync(Get)));
        Assert.StartsWith("HTTP/1.1 502", await proxy.SendRawAsync(Get.Replace("GET /", "GET /api", StringComparison.Ordinal)));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Largest_page_arrives_whole(bool http2)
    {
        using var directory = new TempDirectory();
        TestCertificates.WriteSelfSigned(directory.File("certs"), "app.example.com");
        var html = "<p>" + new string('x', ErrorPageRules.MaxBytes - 4) + ".";
        await using var proxy = await TestProxy.StartAsync(directory: directory);
        var (policy, contents) = Named([("502", html)]);
        await proxy.ApplyAsync(Snapshots.Under(policy) with { Pages = contents });
        using var client = new HttpClient(new SocketsHttpHandler
        {
            SslOptions = { RemoteCertificateValidationCallback = static (_, certificate, _, _) => certificate is not null },
            ConnectCallback = async (_, cancel) =>
            {
                var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
                await socket.ConnectAsync(proxy.Server.HttpsEndpoint, cancel);
                return new NetworkStream(socket, ownsSocket: true);
            },
        });

        for (var i = 0; i < 3; i++)
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, "https://app.example.com/")
            {
                Version = http2 ? HttpVersion.Version20 : HttpVersion.Version11,
                VersionPolicy = HttpVersionPolicy.RequestVersionExact,
            };
            using var response = await client.SendAsync(request, Cancel);
            Assert.Equal(html, await response.Content.ReadAsStringAsync(Cancel));
        }
    }

    [Theory]
    [InlineData("<p>{{status}} {{message}} {{status}}", "<p>502 Backend unavailable 502")]
    [InlineData("<p>{{ status }} {{request}} {status}", "<p>{{ status }} {{request}} {status}")]
    [InlineData("<p>grün {{status}}", "<p>grün 502")]
    public void Template_is_filled_in(string html, string expected) =>
        Assert.Equal(expected, Encoding.UTF8.GetString(PageTemplate.Fill(Encoding.UTF8.GetBytes(html), ErrorPage.Unavailable)));

    [Fact]
    public void Routes_with_the_same_pages_share_them()
    {
        var (policy, contents) = Named([("502", "<p>a"), ("503", "<p>b")]);
        var shelf = new PageShelf(contents);

        Assert.Same(shelf.Of(policy.ErrorPages), shelf.Of(policy.ErrorPages!.Reverse().ToDictionary()));
        Assert.NotSame(shelf.Of(policy.ErrorPages), shelf.Of(policy.ErrorPages!.Take(1).ToDictionary()));
        Assert.Null(shelf.Of(null));
    }

    private static string Body(string answer) => answer[(answer.IndexOf("\r\n\r\n", StringComparison.Ordinal) + 4)..];

    private static Task<TestProxy> ServingAsync(params (string Key, string Html)[] pages) => ServingAsync(null, pages);

    private static Task<TestProxy> ServingAsync(string? state, params (string Key, string Html)[] pages) => StartAsync(new(), state, pages);

    private static async Task<TestProxy> StartAsync(SnapshotPolicy policy, string? state, (string Key, string Html)[] pages, params IPEndPoint[] backends)
    {
        var proxy = await TestProxy.StartAsync();
        var (named, contents) = Named(pages);
        var snapshot = Snapshots.Under(policy with { ErrorPages = named.ErrorPages }, backends);
        await proxy.ApplyAsync(snapshot with { Routes = [snapshot.Routes![0] with { State = state }], Pages = contents });
        return proxy;
    }

    private static (SnapshotPolicy Policy, Dictionary<string, byte[]> Contents) Named((string Key, string Html)[] pages)
    {
        var contents = pages.Select(p => Encoding.UTF8.GetBytes(p.Html)).DistinctBy(c => ErrorPageRules.NameOf(c)).ToDictionary(c => ErrorPageRules.NameOf(c));
        return (new() { ErrorPages = pages.ToDictionary(p => p.Key, p => ErrorPageRules.NameOf(Encoding.UTF8.GetBytes(p.Html))) }, contents);
    }
}
