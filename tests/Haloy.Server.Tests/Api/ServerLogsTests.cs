using System.Net;
using System.Text.Json;
using Haloy.Contracts.Logs;
using Haloy.Contracts.ProxyControl;
using Haloy.Server.Tests.Support;

namespace Haloy.Server.Tests.Api;

public sealed class ServerLogsTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Log_needs_the_token()
    {
        await using var host = await ApiHost.StartAsync();

        Assert.Equal(HttpStatusCode.Unauthorized, (await host.Stranger.GetAsync("/v1/server-logs", Cancellation)).StatusCode);
        Assert.Equal(HttpStatusCode.Unauthorized, (await host.Stranger.GetAsync("/v1/metrics", Cancellation)).StatusCode);
    }

    [Fact]
    public async Task Requests_are_followed_only_while_somebody_reads_them()
    {
        await using var host = await ApiHost.StartAsync();
        host.ServerLog.Append(new() { Message = "started" });
        using (var plain = await OpenAsync(host, ""))
            Assert.Equal("started", (await NextAsync(plain)).Message);
        Assert.Equal(0, host.Proxy.Followers);

        using (var first = await OpenAsync(host, "?access-logs=true"))
        using (var second = await OpenAsync(host, "?access-logs=true"))
        {
            await NextAsync(first);
            await NextAsync(second);
            host.Proxy.Say(new AccessLogLine { Method = "GET", Host = "a.example.com", Path = "/x", Status = 200, DurationMs = 1.5, RemoteAddr = "192.0.2.1", UserAgent = "curl", Deployment = "d1" });

            var entry = await NextAsync(first);
            Assert.Equal(entry.Message, (await NextAsync(second)).Message);
            Assert.Equal(("request", "INFO", "d1"), (entry.Message, entry.Level, entry.DeploymentId));
            Assert.Equal(("GET", "a.example.com", "/x", "200"), (entry.Fields!["method"], entry.Fields["host"], entry.Fields["path"], entry.Fields["status"]));
            Assert.Equal(("1.5", "192.0.2.1", "curl"), (entry.Fields["duration_ms"], entry.Fields["remote_addr"], entry.Fields["user_agent"]));
            Assert.Equal(1, host.Proxy.Followers);
        }

        while (host.Proxy.Followers > 0)
            await Task.Yield();
    }

    [Fact]
    public async Task Proxy_that_does_not_answer_and_lines_that_were_lost_are_told()
    {
        await using var host = await ApiHost.StartAsync();
        host.Proxy.IsUp = false;
        using var reader = await OpenAsync(host, "?access-logs=true");

        Assert.Contains("requests are missing here", (await NextAsync(reader)).Message, StringComparison.Ordinal);
        host.Proxy.IsUp = true;
        host.Proxy.Say(new AccessLogLine { Lost = 7 });
        Assert.StartsWith("7 requests are missing", (await NextAsync(reader)).Message, StringComparison.Ordinal);
    }

    private static async Task<StreamReader> OpenAsync(ApiHost host, string query)
    {
        var response = await host.Client.GetAsync($"/v1/server-logs{query}", HttpCompletionOption.ResponseHeadersRead, Cancellation);
        Assert.Equal("text/event-stream", response.Content.Headers.ContentType!.MediaType);
        return new StreamReader(await response.Content.ReadAsStreamAsync(Cancellation));
    }

    private static async Task<LogEntry> NextAsync(StreamReader reader)
    {
        while (await reader.ReadLineAsync(Cancellation) is { } line)
        {
            if (line.StartsWith("data: ", StringComparison.Ordinal))
                return JsonSerializer.Deserialize(line["data: ".Length..], LogJson.Default.LogEntry)!;
        }

        throw new EndOfStreamException();
    }
}
