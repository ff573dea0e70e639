using System.Net;
using System.Text;
using Haloy.Contracts.Policies;
using Haloy.Contracts.ProxyControl;
using Haloy.Proxy.Tests.Support;

namespace Haloy.Proxy.Tests.Access;

public sealed class BasicAuthTests
{
    private static readonly SnapshotPolicy Policy = new() { BasicAuth = [Snapshots.User("anna", "g\u00e4rtnerin:1"), Snapshots.User("ben", "b")] };

    [Theory]
    [InlineData("anna", "g\u00e4rtnerin:1", 200)]
    [InlineData("ben", "b", 200)]
    [InlineData("ben", "B", 401)]
    [InlineData("ben", "", 401)]
    [InlineData("anna", "b", 401)]
    [InlineData("nobody", "b", 401)]
    [InlineData("", "", 401)]
    public async Task Visitor_needs_a_name_and_its_password(string name, string password, int status)
    {
        await using var proxy = await StartAsync();

        // Twice: once it is checked, once remembered.
        Assert.Equal(status, await AskAsync(proxy, Basic($"{name}:{password}")));
        Assert.Equal(status, await AskAsync(proxy, Basic($"{name}:{password}")));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("Bearer b")]
    [InlineData("Basic")]
    [InlineData("Basic ")]
    [InlineData("Basic !!!!")]
    [InlineData("Basic YmVu")]
    [InlineData("Basic YmVuOmI=x")]
    public async Task Visitor_without_credentials_is_asked_for_them(string? authorization)
    {
        await using var proxy = await StartAsync();

        var field = authorization is null ? "" : $"Authorization: {authorization}\r\n";
        var answer = await proxy.SendRawAsync($"GET / HTTP/1.1\r\nHost: app.example.com\r\nConnection: close\r\n{field}\r\n");

        Assert.StartsWith("HTTP/1.1 401 Unauthorized\r\n", answer);
        Assert.Contains("WWW-Authenticate: Basic realm=\"Restricted\", charset=\"UTF-8\"\r\n", answer);
    }

    [Fact]
    public async Task Scheme_may_be_written_in_any_case()
    {
        await using var proxy = await StartAsync();

        Assert.Equal(200, await AskAsync(proxy, Basic("ben:b").Replace("Basic", "bASIC", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task Changed_password_is_in_force_with_its_table()
    {
        await using var backend = await KestrelBackend.NamedAsync("in");
        await using var proxy = await TestProxy.StartAsync();
        await proxy.ApplyAsync(Snapshots.Under(Policy, backend.EndPoint));
        Assert.Equal(200, await AskAsync(proxy, Basic("ben:b")));

        await proxy.ApplyAsync(Snapshots.Under(Policy with { BasicAuth = [Snapshots.User("ben", "c")] }, backend.EndPoint));

        Assert.Equal(401, await AskAsync(proxy, Basic("ben:b")));
        Assert.Equal(200, await AskAsync(proxy, Basic("ben:c")));
    }

    [Fact]
    public async Task Body_of_a_request_whose_password_is_checked_arrives_whole()
    {
        await using var backend = await KestrelBackend.StartAsync(context => context.Request.Body.CopyToAsync(context.Response.Body, context.RequestAborted));
        await using var proxy = await TestProxy.StartAsync();
        await proxy.ApplyAsync(Snapshots.Under(Policy, backend.EndPoint));
        var body = new string('x', 100_000);

        var answer = await proxy.SendRawAsync(
            $"POST / HTTP/1.1\r\nHost: app.example.com\r\nAuthorization: {Basic("ben:b")}\r\nContent-Length: {body.Length}\r\nConnection: close\r\n\r\n{body}");

        Assert.StartsWith("HTTP/1.1 200 OK", answer);
        Assert.Contains(body[..1000], answer);
    }

    [Fact]
    public async Task Visitors_who_leave_while_their_passwords_are_checked_do_no_harm()
    {
        await using var proxy = await StartAsync();
        for (var i = 0; i < 20; i++)
        {
            using var socket = await proxy.ConnectAsync();
            await socket.SendAsync(Encoding.Latin1.GetBytes($"GET / HTTP/1.1\r\nHost: app.example.com\r\nAuthorization: {Basic($"ben:{i}")}\r\n\r\n"));
        }

        Assert.Equal(200, await AskAsync(proxy, Basic("ben:b")));
    }

    private static async Task<TestProxy> StartAsync()
    {
        var backend = ScriptedBackend.Answering("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n");
        var proxy = await TestProxy.StartAsync();
        await proxy.ApplyAsync(Snapshots.Under(Policy, backend.EndPoint));
        return proxy;
    }

    private static string Basic(string credentials) => "Basic " + Convert.ToBase64String(Encoding.UTF8.GetBytes(credentials));

    private static async Task<int> AskAsync(TestProxy proxy, string authorization)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/");
        request.Headers.Host = "app.example.com";
        request.Headers.TryAddWithoutValidation("Authorization", authorization);
        using var response = await proxy.Client.SendAsync(request, TestContext.Current.CancellationToken);
        return (int)response.StatusCode;
    }
}
