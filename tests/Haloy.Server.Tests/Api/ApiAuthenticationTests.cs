using System.Net;
using Haloy.Server.Tests.Support;

namespace Haloy.Server.Tests.Api;

public class ApiAuthenticationTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(null, "the Authorization header is missing\n")]
    [InlineData("Basic abc", "the Authorization header is not 'Bearer <token>'\n")]
    [InlineData("bearer 0123456789abcdef", "the Authorization header is not 'Bearer <token>'\n")]
    [InlineData("Bearer ", "the token is empty\n")]
    [InlineData("Bearer wrong", "the token is wrong\n")]
    public async Task Request_without_the_token_is_told_what_is_wrong(string? header, string text)
    {
        await using var host = await ApiHost.StartAsync();

        using var response = await AskAsync(host, header, client: null);

        Assert.Equal((HttpStatusCode.Unauthorized, text), (response.StatusCode, await response.Content.ReadAsStringAsync(Cancellation)));
        Assert.Equal("Bearer", response.Headers.WwwAuthenticate.ToString());
    }

    [Fact]
    public async Task Client_with_many_wrong_tokens_is_slowed_down_but_its_right_one_is_not()
    {
        await using var host = await ApiHost.StartAsync();
        for (var i = 0; i < 10; i++)
            Assert.Equal(HttpStatusCode.Unauthorized, await StatusAsync(host, "Bearer wrong", "203.0.113.7"));

        using var limited = await AskAsync(host, "Bearer wrong", "203.0.113.7");
        Assert.Equal((HttpStatusCode)429, limited.StatusCode);
        Assert.Equal(TimeSpan.FromSeconds(61), limited.Headers.RetryAfter!.Delta);
        Assert.Equal(HttpStatusCode.OK, await StatusAsync(host, $"Bearer {ApiHost.Token}", "203.0.113.7"));
        Assert.Equal(HttpStatusCode.OK, await StatusAsync(host, $"Bearer {ApiHost.Token}", "203.0.113.8"));
        Assert.Equal(HttpStatusCode.Unauthorized, await StatusAsync(host, "Bearer wrong", "203.0.113.8"));

        host.Clock.Advance(TimeSpan.FromSeconds(61));
        Assert.Equal(HttpStatusCode.Unauthorized, await StatusAsync(host, "Bearer wrong", "203.0.113.7"));
    }

    [Fact]
    public async Task Client_is_the_last_forwarded_address_and_for_ipv6_its_network()
    {
        await using var host = await ApiHost.StartAsync();
        for (var i = 0; i < 10; i++)
            await StatusAsync(host, "Bearer wrong", $"198.51.100.{i}, 2001:db8:1:2::{i + 1}");

        Assert.Equal((HttpStatusCode)429, await StatusAsync(host, "Bearer wrong", "2001:db8:1:2:ffff::1"));
        Assert.Equal(HttpStatusCode.Unauthorized, await StatusAsync(host, "Bearer wrong", "2001:db8:1:3::1"));
    }

    [Fact]
    public async Task Right_tokens_are_not_limited()
    {
        await using var host = await ApiHost.StartAsync();

        for (var i = 0; i < 50; i++)
            Assert.Equal(HttpStatusCode.OK, await StatusAsync(host, $"Bearer {ApiHost.Token}", client: null));
    }

    private static async Task<HttpStatusCode> StatusAsync(ApiHost host, string header, string? client)
    {
        using var response = await AskAsync(host, header, client);
        return response.StatusCode;
    }

    private static async Task<HttpResponseMessage> AskAsync(ApiHost host, string? header, string? client)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/v1/version");
        if (header is not null)
            request.Headers.TryAddWithoutValidation("Authorization", header);
        if (client is not null)
            request.Headers.Add("X-Forwarded-For", client);
        return await host.Stranger.SendAsync(request, Cancellation);
    }
}
