using Haloy.Contracts.Policies;
using Haloy.Proxy.Tests.Support;

namespace Haloy.Proxy.Tests.Http1;

/// <summary>What becomes of a connection when the proxy itself answers a request with a body.</summary>
public sealed class OwnAnswerTests
{
    private const string Last = "GET / HTTP/1.1\r\nHost: unknown.example.com\r\nConnection: close\r\n\r\n";

    [Theory]
    [InlineData("unknown.example.com", "Content-Length: 3\r\n\r\nabc", 404)]
    [InlineData("unknown.example.com", "Transfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n0\r\n\r\n", 404)]
    [InlineData("secure.example.com", "Content-Length: 3\r\n\r\nabc", 308)]
    [InlineData("small.example.com", "Content-Length: 3\r\n\r\nabc", 413)]
    public async Task Body_that_has_come_is_skipped_and_the_next_request_served(string host, string rest, int status)
    {
        await using var proxy = await StartAsync();

        var answers = Answers(await proxy.SendRawAsync($"POST / HTTP/1.1\r\nHost: {host}\r\n{rest}{Last}"));

        Assert.Equal([status, 404], answers.Select(a => a.Status));
        Assert.Equal([false, true], answers.Select(a => a.SaysClose));
    }

    [Theory]
    [InlineData("unknown.example.com", "Content-Length: 4\r\n\r\nabc", 404)]
    [InlineData("unknown.example.com", "Content-Length: 4\r\nExpect: 100-continue\r\n\r\n", 404)]
    [InlineData("unknown.example.com", "Transfer-Encoding: chunked\r\n\r\n3\r\nabc", 404)]
    [InlineData("unknown.example.com", "Transfer-Encoding: chunked\r\n\r\nGET / HTTP/1.1\r\nHost: a\r\n\r\n", 404)]
    [InlineData("secure.example.com", "Content-Length: 4\r\n\r\nabc", 308)]
    [InlineData("small.example.com", "Content-Length: 1000000\r\n\r\nabc", 413)]
    public async Task Connection_that_ends_because_of_the_body_says_so(string host, string rest, int status)
    {
        await using var proxy = await StartAsync();

        var answer = Assert.Single(Answers(await proxy.SendRawAsync($"POST / HTTP/1.1\r\nHost: {host}\r\n{rest}")));

        Assert.Equal((status, true), answer);
    }

    private static async Task<TestProxy> StartAsync()
    {
        var proxy = await TestProxy.StartAsync();
        await proxy.ApplyAsync(Snapshots.Of(
            Snapshots.Route("secure.example.com"),
            Snapshots.Route("small.example.com") with { PlainHttp = true, Policy = new SnapshotPolicy { MaxBodyBytes = 2 } }));
        return proxy;
    }

    private static List<(int Status, bool SaysClose)> Answers(string received) =>
        [.. received.Split("HTTP/1.1 ")[1..].Select(a => (int.Parse(a[..3], null), a.Contains("Connection: close\r\n", StringComparison.Ordinal)))];
}
