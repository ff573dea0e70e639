using System.Net;
using Haloy.Proxy.Tests.Support;

namespace Haloy.Proxy.Tests.Forwarding;

public sealed class HeaderRulesTests
{
    [Fact]
    public async Task Request_reaches_the_backend_by_the_table()
    {
        var head = await ForwardedHeadAsync(
            "GET /a%2Fb/./c?x;y&z=%20 HTTP/1.1\r\nHost: app.example.com:8080\r\nConnection: X-Other, X-Hop\r\nX-Hop: 1\r\nKeep-Alive: 5\r\n" +
            "X-Forwarded-For: 6.6.6.6\r\nX-Forwarded-Host: evil\r\nX-Forwarded-Proto: https\r\nForwarded: for=6.6.6.6\r\nX-Real-IP: 6.6.6.6\r\n" +
            "Proxy: http://6.6.6.6/\r\nX-Forwarded-Port: 443\r\nX-Forwarded-Ssl: on\r\nX-Forwarded-Prefix: /evil\r\nX-Forwarded-Server: evil\r\n" +
            "Proxy-Connection: x\r\nProxy-Authorization: x\r\nTE: gzip, trailers;q=0.5\r\nTrailer: X-T\r\nUpgrade: h2c\r\nX-Kept: caf\u00e9\r\nX-Kept: 2\r\n\r\n" +
            "GET / HTTP/1.1\r\nHost: app.example.com\r\nConnection: close\r\n\r\n");

        Assert.StartsWith("GET /a%2Fb/./c?x;y&z=%20 HTTP/1.1\r\n", head);
        Assert.Equal(
            [
                "Host: app.example.com:8080", "TE: trailers", "X-Forwarded-For: 127.0.0.1", "X-Forwarded-Host: app.example.com:8080",
                "X-Forwarded-Proto: http", "X-Kept: 2", "X-Kept: caf\u00e9",
            ],
            head.Split("\r\n").Skip(1).Where(line => line.Length > 0 && !line.StartsWith("X-Request-Id: ", StringComparison.Ordinal)).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Nothing_is_added_that_the_client_did_not_say()
    {
        var head = await ForwardedHeadAsync("GET / HTTP/1.1\r\nHost: app.example.com\r\nConnection: close\r\n\r\n");

        Assert.DoesNotContain("User-Agent", head);
        Assert.DoesNotContain("Accept-Encoding", head);
        Assert.DoesNotContain("Content-Length", head);
        Assert.DoesNotContain("Transfer-Encoding", head);
        Assert.DoesNotContain("Connection", head);
    }

    [Fact]
    public async Task Naming_our_own_fields_in_connection_does_not_remove_them()
    {
        var head = await ForwardedHeadAsync(
            "GET / HTTP/1.1\r\nHost: app.example.com\r\nConnection: close, Host, X-Forwarded-For, X-Forwarded-Proto\r\n\r\n");

        Assert.Contains("Host: app.example.com\r\n", head);
        Assert.Contains("X-Forwarded-For: 127.0.0.1\r\n", head);
        Assert.Contains("X-Forwarded-Proto: http\r\n", head);
    }

    [Fact]
    public async Task Request_gets_an_id_unless_it_has_one()
    {
        var first = await ForwardedHeadAsync("GET / HTTP/1.1\r\nHost: app.example.com\r\nConnection: close\r\n\r\n");
        var second = await ForwardedHeadAsync("GET / HTTP/1.1\r\nHost: app.example.com\r\nConnection: close\r\n\r\n");
        var named = await ForwardedHeadAsync("GET / HTTP/1.1\r\nHost: app.example.com\r\nx-request-id: mine\r\nX-Request-Id: other\r\nConnection: close\r\n\r\n");

        Assert.Matches("\r\nX-Request-Id: [0-9a-f]{32}\r\n", first);
        Assert.NotEqual(first, second);
        Assert.Contains("X-Request-Id: mine\r\n", named);
        Assert.DoesNotContain("other", named);
    }

    [Theory]
    [InlineData("")]
    [InlineData("a b")]
    [InlineData("<script>")]
    [InlineData("${jndi:ldap://x}")]
    [InlineData("a,b")]
    [InlineData("caf\u00e9")]
    public async Task Id_that_is_more_than_a_name_is_replaced(string id)
    {
        var head = await ForwardedHeadAsync($"GET / HTTP/1.1\r\nHost: app.example.com\r\nX-Request-Id: {id}\r\nConnection: close\r\n\r\n");

        Assert.Matches("^[0-9a-f]{32}$", IdsOf(head).Single());
    }

    [Theory]
    [InlineData(128, true)]
    [InlineData(129, false)]
    [InlineData(60_000, false)]
    public async Task Id_is_kept_up_to_a_length(int length, bool kept)
    {
        var id = new string('x', length);

        var head = await ForwardedHeadAsync($"GET / HTTP/1.1\r\nHost: app.example.com\r\nX-Request-Id:{id}\r\nConnection: close\r\n\r\n");

        Assert.Equal(kept, IdsOf(head).Single() == id);
    }

    [Fact]
    public async Task Absolute_form_is_sent_on_as_path()
    {
        var head = await ForwardedHeadAsync("GET http://app.example.com/p?q HTTP/1.1\r\nHost: app.example.com\r\nConnection: close\r\n\r\n");

        Assert.StartsWith("GET /p?q HTTP/1.1\r\n", head);
    }

    [Fact]
    public async Task Response_loses_what_was_meant_for_this_hop()
    {
        await using var backend = ScriptedBackend.Answering(
            "HTTP/1.1 200 Fine\r\nContent-Length: 2\r\nConnection: keep-alive, X-Hop\r\nX-Hop: 1\r\nKeep-Alive: timeout=5\r\nProxy-Authenticate: x\r\n" +
            "Set-Cookie: a=1\r\nSet-Cookie: b=2\r\nServer: theirs\r\nX-Name: caf\u00e9\r\n\r\nok");
        await using var proxy = await TestProxy.ServingAsync(backend.EndPoint);

        var response = await proxy.SendRawAsync("GET / HTTP/1.1\r\nHost: app.example.com\r\nConnection: close\r\n\r\n");

        Assert.Contains("Set-Cookie: a=1\r\nSet-Cookie: b=2\r\n", response);
        Assert.Contains("Server: theirs\r\n", response);
        Assert.Contains("X-Name: caf\u00e9\r\n", response);
        Assert.DoesNotContain("X-Hop", response);
        Assert.DoesNotContain("Keep-Alive", response);
        Assert.DoesNotContain("Proxy-Authenticate", response);
        Assert.EndsWith("\r\n\r\nok", response);
    }

    [Fact]
    public async Task Redirect_by_method_keeps_path_and_query()
    {
        await using var proxy = await TestProxy.StartAsync();
        await proxy.ApplyAsync(Snapshots.Of(Snapshots.Route("some.example.com")));
        foreach (var (method, status) in (IEnumerable<(HttpMethod, HttpStatusCode)>)
            [(HttpMethod.Get, HttpStatusCode.MovedPermanently), (HttpMethod.Head, HttpStatusCode.MovedPermanently), (HttpMethod.Post, HttpStatusCode.PermanentRedirect)])
        {
            using var request = new HttpRequestMessage(method, "/a%2Fb?x;y");
            request.Headers.Host = "some.example.com";

            using var response = await proxy.Client.SendAsync(request, TestContext.Current.CancellationToken);

            Assert.Equal(status, response.StatusCode);
            Assert.Equal($"https://some.example.com:{proxy.Server.HttpsEndpoint.Port}/a%2Fb?x;y", response.Headers.GetValues("Location").Single());
        }
    }

    private static IEnumerable<string> IdsOf(string head) =>
        head.Split("\r\n").Where(line => line.StartsWith("X-Request-Id: ", StringComparison.OrdinalIgnoreCase)).Select(line => line["X-Request-Id: ".Length..]);

    private static async Task<string> ForwardedHeadAsync(string request)
    {
        var seen = new TaskCompletionSource<string>();
        await using var backend = new ScriptedBackend(async peer =>
        {
            while (await peer.ReadHeadAsync() is { } head)
            {
                seen.TrySetResult(head);
                await peer.SendAsync("HTTP/1.1 204 No Content\r\n\r\n");
            }
        });
        await using var proxy = await TestProxy.ServingAsync(backend.EndPoint);

        Assert.StartsWith("HTTP/1.1 204", await proxy.SendRawAsync(request));
        return await seen.Task;
    }
}
