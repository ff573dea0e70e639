using System.Net;
using System.Net.Security;
using Haloy.Contracts.Policies;
using Haloy.Contracts.ProxyControl;
using Haloy.Proxy.Tests.Support;
using Haloy.Testing;
using Microsoft.AspNetCore.Http;

namespace Haloy.Proxy.Tests.LoadBalancing;

/// <summary>Visitors that come back, over real connections.</summary>
public sealed class StickyTests : IAsyncLifetime
{
    private static readonly SnapshotBalance ToBackend = new() { Sticky = new() };

    private KestrelBackend _one = null!;
    private KestrelBackend _two = null!;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => (_one, _two) = (await EchoAsync("one"), await EchoAsync("two"));

    public async ValueTask DisposeAsync()
    {
        await _one.DisposeAsync();
        await _two.DisposeAsync();
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Visitor_is_brought_back_by_the_cookie_of_the_first_answer(bool http2)
    {
        using var directory = new TempDirectory();
        TestCertificates.WriteSelfSigned(directory.File("certs"), "app.example.com");
        await using var proxy = await TestProxy.StartAsync(directory: directory);
        await proxy.ApplyAsync(Table(ToBackend, Both()));
        using var secure = Http2ClientOf(proxy);
        var client = http2 ? secure : proxy.Client;

        var first = await GetAsync(client, http2);
        var second = await GetAsync(client, http2);
        var again = new List<Answer>();
        for (var i = 0; i < 5; i++)
            again.Add(await GetAsync(client, http2, $"theme=dark; {first.Value}"));

        Assert.NotEqual(first.Backend, second.Backend);
        Assert.Matches($"^haloy_backend=[0-9a-f]{{12}}-[0-9a-f]{{16}}; Path=/; HttpOnly; SameSite=Lax{(http2 ? "; Secure" : "")}$", first.Cookie);
        Assert.All(again, a => Assert.Equal((first.Backend, null), (a.Backend, a.Cookie)));
        Assert.All(again, a => Assert.Contains(first.Value!, a.SeenByApp));
    }

    [Fact]
    public async Task Cookie_in_one_of_several_fields_of_http2_counts()
    {
        using var directory = new TempDirectory();
        TestCertificates.WriteSelfSigned(directory.File("certs"), "app.example.com");
        await using var proxy = await TestProxy.StartAsync(directory: directory);
        await proxy.ApplyAsync(Table(ToBackend, Both()));
        using var client = Http2ClientOf(proxy);
        var first = await GetAsync(client, isHttp2: true);

        for (var i = 0; i < 4; i++)
        {
            Assert.Equal(200, await RawHttp2.SendAsync(
                proxy, (":method", "GET"), (":path", "/"), (":scheme", "https"), (":authority", "app.example.com"), ("cookie", "a=b"), ("cookie", first.Value!), ("cookie", "c=d")));
        }

        var counters = (await proxy.StatusAsync()).Backends!;
        Assert.Equal([0, 5], counters.Select(b => b.Served).Order());
    }

    [Fact]
    public async Task Cookie_of_the_app_and_that_of_the_proxy_do_not_get_into_each_others_way()
    {
        await using var app = ScriptedBackend.Answering("HTTP/1.1 200 OK\r\nSet-Cookie: session=1; Path=/\r\nSet-Cookie: haloy_backend=mine\r\nContent-Length: 0\r\n\r\n");
        await using var proxy = await TestProxy.StartAsync();
        await proxy.ApplyAsync(Table(new() { Sticky = new() { Cookie = "at" } }, Snapshots.Backend(app.EndPoint)));

        var answer = await GetAsync(proxy.Client);

        Assert.Equal(["session=1; Path=/", "haloy_backend=mine"], answer.Cookies[..2]);
        Assert.StartsWith("at=", answer.Cookies[2]);
    }

    [Theory]
    [InlineData("max-age=60, public", false)]
    [InlineData("private, max-age=60", true)]
    public async Task Answer_that_caches_may_give_to_everybody_brings_no_cookie(string cacheControl, bool isExpected)
    {
        await using var app = ScriptedBackend.Answering($"HTTP/1.1 200 OK\r\ncache-control: {cacheControl}\r\nContent-Length: 0\r\n\r\n");
        await using var proxy = await TestProxy.StartAsync();
        await proxy.ApplyAsync(Table(ToBackend, Snapshots.Backend(app.EndPoint)));

        Assert.Equal(isExpected ? 1 : 0, (await GetAsync(proxy.Client)).Cookies.Length);
    }

    [Fact]
    public async Task Visitor_of_a_backend_that_is_gone_or_dead_gets_another_and_a_new_cookie()
    {
        await using var proxy = await TestProxy.StartAsync();
        var dead = Snapshots.Backend(ScriptedBackend.Nobody(), "d1");
        await proxy.ApplyAsync(Table(ToBackend, Active(_one)));
        var first = await GetAsync(proxy.Client);

        await proxy.ApplyAsync(Table(ToBackend, Active(_one) with { State = BackendState.Draining }, Active(_two)));
        var moved = await GetAsync(proxy.Client, cookie: first.Value);
        var all = Table(ToBackend, Active(_one), Active(_two), dead);
        await _two.DisposeAsync();
        await proxy.ApplyAsync(all);
        var movedBack = await GetAsync(proxy.Client, cookie: moved.Value);

        Assert.Equal(("one", "two", "one"), (first.Backend, moved.Backend, movedBack.Backend));
        Assert.NotNull(moved.Cookie);
        Assert.Equal(first.Cookie, movedBack.Cookie);
    }

    [Fact]
    public async Task Cookie_is_good_after_a_restart_of_the_proxy()
    {
        using var directory = new TempDirectory();
        Answer first;
        await using (var proxy = await TestProxy.StartAsync(directory: directory))
        {
            await proxy.ApplyAsync(Table(ToBackend, Both()));
            first = await GetAsync(proxy.Client);
        }

        await using var restarted = await TestProxy.StartAsync(directory: directory);
        await GetAsync(restarted.Client);
        var back = await GetAsync(restarted.Client, cookie: first.Value);

        Assert.Equal((first.Backend, null), (back.Backend, back.Cookie));
    }

    [Fact]
    public async Task Visitors_of_a_deployment_stay_with_it_and_new_ones_go_where_the_weights_say()
    {
        var balance = new SnapshotBalance { Sticky = new() { To = StickyTo.Deployment } };
        await using var other = await EchoAsync("other of one");
        await using var proxy = await TestProxy.StartAsync();
        SnapshotBackend[] old = [Snapshots.Backend(_one.EndPoint, "d1"), Snapshots.Backend(other.EndPoint, "d1")];
        var canary = Snapshots.Backend(_two.EndPoint, "d2");
        await proxy.ApplyAsync(Table(balance, [.. old]));
        var before = await GetAsync(proxy.Client);

        await proxy.ApplyAsync(Table(balance, [.. old.Select(b => b with { Weight = 0 }), canary]));
        var stayed = new List<Answer>();
        for (var i = 0; i < 4; i++)
            stayed.Add(await GetAsync(proxy.Client, cookie: before.Value));
        var newcomer = await GetAsync(proxy.Client);

        Assert.Equal(["one", "other of one"], stayed.Select(a => a.Backend).Distinct().Order());
        Assert.All(stayed, a => Assert.Null(a.Cookie));
        Assert.Equal("two", newcomer.Backend);
        Assert.NotEqual(before.Value![..26], newcomer.Value![..26]);
    }

    [Fact]
    public async Task Apps_that_share_a_host_do_not_take_each_others_cookie_away()
    {
        await using var proxy = await TestProxy.StartAsync();
        var policy = new SnapshotPolicy { Balance = ToBackend };
        var route = Snapshots.Route("app.example.com", Both()) with { PlainHttp = true, Policy = policy };
        await proxy.ApplyAsync(Snapshots.Of(route with { Paths = [new() { Path = "/api/", Policy = policy, Backends = [.. Both().Select(b => b with { Deployment = "d2" })] }] }));
        var site = await GetAsync(proxy.Client);
        var api = await GetAsync(proxy.Client, target: "/api/x");

        // The one of the longer path comes first (RFC 6265 §5.4).
        var apiAgain = await GetAsync(proxy.Client, cookie: $"{api.Value}; {site.Value}", target: "/api/x");
        var siteAgain = await GetAsync(proxy.Client, cookie: site.Value);

        Assert.Contains("; Path=/;", site.Cookie);
        Assert.Contains("; Path=/api;", api.Cookie);
        Assert.Equal([(api.Backend, null), (site.Backend, null)], [(apiAgain.Backend, apiAgain.Cookie), (siteAgain.Backend, siteAgain.Cookie)]);
    }

    public static TheoryData<string> Hostile { get; } = new(
        "haloy_backend=", "haloy_backend=nobody", "haloy_backend=127.0.0.1", $"haloy_backend={new string('a', 50_000)}",
        "haloy_backend=000000000000-0000000000000000", string.Join("; ", Enumerable.Repeat("haloy_backend=000000000000-0000000000000000", 1000)), ";;;=;=", "haloy_backend=\u00ff\u00fe");

    [Theory]
    [MemberData(nameof(Hostile))]
    public async Task Cookie_that_names_nobody_is_as_good_as_none(string cookie)
    {
        await using var app = ScriptedBackend.Answering("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n");
        await using var proxy = await TestProxy.StartAsync();
        await proxy.ApplyAsync(Table(ToBackend, Snapshots.Backend(app.EndPoint, "d1")));

        var response = await proxy.SendRawAsync($"GET / HTTP/1.1\r\nHost: app.example.com\r\nConnection: close\r\nCookie: {cookie}\r\n\r\n");

        Assert.StartsWith("HTTP/1.1 200 OK\r\n", response);
        Assert.Contains("\r\nSet-Cookie: haloy_backend=", response);
    }

    [Fact]
    public async Task Tunnel_is_opened_where_the_visitor_was_and_says_so_where_it_was_not()
    {
        await using var proxy = await TestProxy.StartAsync();
        await using var one = Switching("one");
        await using var two = Switching("two");
        await proxy.ApplyAsync(Table(ToBackend, Snapshots.Backend(one.EndPoint), Snapshots.Backend(two.EndPoint)));
        const string Upgrade = "GET / HTTP/1.1\r\nHost: app.example.com\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n";

        var first = await proxy.SendRawAsync($"{Upgrade}\r\n");
        var at = first.IndexOf("haloy_backend=", StringComparison.Ordinal);
        var second = await proxy.SendRawAsync($"{Upgrade}Cookie: {first[at..first.IndexOf(';', at)]}\r\n\r\n");

        Assert.StartsWith("HTTP/1.1 101 ", first);
        Assert.Equal(first[^3..], second[^3..]);
        Assert.DoesNotContain("Set-Cookie", second);
    }

    private static ScriptedBackend Switching(string name) => new(async peer =>
    {
        await peer.ReadHeadAsync();
        await peer.SendAsync($"HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n{name}");
    });

    private static Task<KestrelBackend> EchoAsync(string name) => KestrelBackend.StartAsync(context =>
    {
        context.Response.Headers["X-Backend"] = name;
        return context.Response.WriteAsync(context.Request.Headers.Cookie.ToString());
    });

    private SnapshotBackend[] Both() => [Active(_one), Active(_two)];

    private static SnapshotBackend Active(KestrelBackend backend) => Snapshots.Backend(backend.EndPoint, "d1");

    private static RoutingSnapshot Table(SnapshotBalance balance, params SnapshotBackend[] backends) =>
        Snapshots.Of(Snapshots.Route("app.example.com", backends) with { PlainHttp = true, Policy = new() { Balance = balance } });

    private static async Task<Answer> GetAsync(HttpClient client, bool isHttp2 = false, string? cookie = null, string target = "/")
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, target) { Version = isHttp2 ? HttpVersion.Version20 : HttpVersion.Version11 };
        request.Headers.Host = "app.example.com";
        if (cookie is not null)
            request.Headers.Add("Cookie", cookie);
        using var response = await client.SendAsync(request, Cancel);
        Assert.Equal((HttpStatusCode.OK, isHttp2 ? 2 : 1), (response.StatusCode, response.Version.Major));
        response.Headers.TryGetValues("Set-Cookie", out var cookies);
        response.Headers.TryGetValues("X-Backend", out var backend);
        return new(backend?.Single(), [.. cookies ?? []], await response.Content.ReadAsStringAsync(Cancel));
    }

    private static HttpClient Http2ClientOf(TestProxy proxy) => new(new SocketsHttpHandler
    {
        UseCookies = false,
        SslOptions = new SslClientAuthenticationOptions { TargetHost = "app.example.com", RemoteCertificateValidationCallback = static (_, certificate, _, _) => certificate is not null },
    })
    {
        BaseAddress = new Uri($"https://{proxy.Server.HttpsEndpoint}"),
    };

    private sealed record Answer(string? Backend, string[] Cookies, string SeenByApp)
    {
        public string? Cookie => Cookies.SingleOrDefault();

        /// <summary>What the client sends back of it.</summary>
        public string? Value => Cookie?.Split(';')[0];
    }
}
