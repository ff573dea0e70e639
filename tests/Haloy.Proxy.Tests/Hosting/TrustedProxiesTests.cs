using System.Net;
using Haloy.Contracts.Policies;
using Haloy.Proxy.Tests.Support;

namespace Haloy.Proxy.Tests.Hosting;

public sealed class TrustedProxiesTests
{
    [Theory]
    [InlineData("127.0.0.0/8", "192.0.2.7", "192.0.2.7, 127.0.0.1", 200)]
    [InlineData("127.0.0.0/8", "6.6.6.6, 192.0.2.7", "6.6.6.6, 192.0.2.7, 127.0.0.1", 200)]
    [InlineData("127.0.0.0/8", "192.0.2.7:5000, 127.0.0.9", "192.0.2.7:5000, 127.0.0.9, 127.0.0.1", 200)]
    [InlineData("127.0.0.0/8", "192.0.2.7, 6.6.6.6", "192.0.2.7, 6.6.6.6, 127.0.0.1", 403)]
    [InlineData("127.0.0.0/8", "192.0.2.7, rubbish", "192.0.2.7, rubbish, 127.0.0.1", 403)]
    [InlineData("10.0.0.0/8", "192.0.2.7", "127.0.0.1", 403)]
    public async Task Visitor_is_the_last_that_is_no_proxy_of_ours(string trusted, string said, string passedOn, int status)
    {
        await using var backend = await KestrelBackend.StartAsync(c => c.Response.Body.WriteAsync(System.Text.Encoding.ASCII.GetBytes(c.Request.Headers["X-Forwarded-For"]!)).AsTask());
        await using var proxy = await TestProxy.StartAsync(change: o => o with { TrustedProxies = [IPNetwork.Parse(trusted)] });
        await proxy.ApplyAsync(Snapshots.Under(new SnapshotPolicy { IpAllow = ["192.0.2.7"] }, backend.EndPoint));

        using var request = new HttpRequestMessage(HttpMethod.Get, "/") { Headers = { { "X-Forwarded-For", said } } };
        request.Headers.Host = "app.example.com";
        using var response = await proxy.Client.SendAsync(request, TestContext.Current.CancellationToken);

        Assert.Equal(status, (int)response.StatusCode);
        if (status == 200)
            Assert.Equal(passedOn, await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
    }

    [Theory]
    [InlineData("127.0.0.1/32", "HTTPS", 200)]
    [InlineData("127.0.0.1/32", "http", 301)]
    [InlineData("10.0.0.0/8", "https", 301)]
    public async Task Visitor_of_a_trusted_proxy_that_speaks_tls_is_not_sent_to_https_again(string trusted, string proto, int status)
    {
        await using var backend = await KestrelBackend.StartAsync(c => c.Response.Body.WriteAsync(System.Text.Encoding.ASCII.GetBytes(c.Request.Headers["X-Forwarded-Host"] + c.Request.Headers["X-Forwarded-Proto"]!)).AsTask());
        await using var proxy = await TestProxy.StartAsync(change: o => o with { TrustedProxies = [IPNetwork.Parse(trusted)] });
        await proxy.ApplyAsync(Snapshots.Of(Snapshots.Route("app.example.com", Snapshots.Backend(backend.EndPoint))));

        using var request = new HttpRequestMessage(HttpMethod.Get, "/") { Headers = { { "X-Forwarded-Proto", proto }, { "X-Forwarded-Host", "outer.example.com:8443" } } };
        request.Headers.Host = "app.example.com";
        using var response = await proxy.Client.SendAsync(request, TestContext.Current.CancellationToken);

        Assert.Equal(status, (int)response.StatusCode);
        if (status == 200)
            Assert.Equal("outer.example.com:8443https", await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
    }
}
