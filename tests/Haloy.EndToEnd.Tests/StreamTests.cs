using System.Net.WebSockets;
using System.Security.Cryptography;
using Haloy.EndToEnd.Tests.Lab;

namespace Haloy.EndToEnd.Tests;

/// <summary>Answers and requests that are not one short message each.</summary>
public sealed class StreamTests(StreamTests.Stage stage) : IClassFixture<StreamTests.Stage>
{
    private const int Large = 50_000_000;

    private static CancellationToken Ending => TestContext.Current.CancellationToken;

    [Fact]
    public async Task WebSocket_repeats_what_it_hears()
    {
        using var socket = await OpenSocketAsync();
        var sent = RandomNumberGenerator.GetBytes(200_000);

        await socket.SendAsync(sent.AsMemory(), WebSocketMessageType.Binary, endOfMessage: true, Ending);

        Assert.Equal(sent, await MessageAsync(socket));
        await socket.CloseAsync(WebSocketCloseStatus.NormalClosure, "enough", Ending);
        Assert.Equal(WebSocketCloseStatus.NormalClosure, socket.CloseStatus);
    }

    [Fact]
    public async Task WebSocket_of_the_old_version_does_not_hold_up_a_deployment_for_longer_than_its_drain_timeout()
    {
        using var socket = await OpenSocketAsync();
        await socket.SendAsync("hello"u8.ToArray(), WebSocketMessageType.Text, endOfMessage: true, Ending);
        Assert.Equal("hello"u8.ToArray(), await MessageAsync(socket));

        (await stage.Project.DeployAsync(stage.Project.Hello("2", Stage.ShortDrain, replicas: 1), Ending)).Succeeded();

        await Assert.ThrowsAsync<WebSocketException>(async () =>
        {
            if (await MessageAsync(socket) is [])
                throw new WebSocketException("closed in order");
        });
    }

    [Fact]
    public async Task Server_sent_events_arrive_one_by_one()
    {
        using var response = await stage.Project.Visitor.Client.GetAsync("/stream?ms=20", HttpCompletionOption.ResponseHeadersRead, Ending);
        using var reader = new StreamReader(await response.Content.ReadAsStreamAsync(Ending));

        // The stream has no end: what arrives has not waited for one.
        var events = new List<string>();
        while (events.Count < 3)
            if (await reader.ReadLineAsync(Ending) is { } line && line.StartsWith("data: ", StringComparison.Ordinal))
                events.Add(line);

        Assert.Equal("text/event-stream", response.Content.Headers.ContentType?.MediaType);
        Assert.Equal(["data: tick 1", "data: tick 2", "data: tick 3"], events);
    }

    [Fact]
    public async Task Large_upload_arrives_whole()
    {
        var body = RandomNumberGenerator.GetBytes(Large);

        using var response = await stage.Project.Visitor.Client.PostAsync("/upload", new ByteArrayContent(body), Ending);
        var answer = await response.Content.ReadAsStringAsync(Ending);

        Assert.Contains(Convert.ToHexStringLower(SHA256.HashData(body)), answer, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Large_upload_of_unknown_length_arrives_whole()
    {
        var body = RandomNumberGenerator.GetBytes(Large / 10);
        using var request = new HttpRequestMessage(HttpMethod.Post, "/upload") { Content = new ByteArrayContent(body) };
        request.Content.Headers.ContentLength = null;
        request.Headers.TransferEncodingChunked = true;

        using var response = await stage.Project.Visitor.Client.SendAsync(request, Ending);

        Assert.Contains(Convert.ToHexStringLower(SHA256.HashData(body)), await response.Content.ReadAsStringAsync(Ending), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Large_answer_arrives_whole() =>
        Assert.Equal(Large, (await stage.Project.Visitor.Client.GetByteArrayAsync($"/bytes?n={Large}", Ending)).Length);

    private async Task<ClientWebSocket> OpenSocketAsync()
    {
        var socket = new ClientWebSocket();
        using var invoker = new HttpMessageInvoker(stage.Project.Visitor.Handler());
        await socket.ConnectAsync(new UriBuilder(stage.Project.Visitor.Https) { Scheme = "wss", Path = "/ws" }.Uri, invoker, Ending);
        return socket;
    }

    private static async Task<byte[]> MessageAsync(ClientWebSocket socket)
    {
        var message = new MemoryStream();
        var buffer = new byte[16 * 1024];
        while (true)
        {
            var received = await socket.ReceiveAsync(buffer.AsMemory(), Ending);
            message.Write(buffer, 0, received.Count);
            if (received.EndOfMessage)
                return message.ToArray();
        }
    }

    /// <summary>One app behind a proxy of its own process.</summary>
    public sealed class Stage : IAsyncLifetime
    {
        public const string ShortDrain = "drain_timeout: 2s\nstop_timeout: 2s\n";

        public Server Server { get; private set; } = null!;

        public Project Project { get; private set; } = null!;

        public async ValueTask InitializeAsync()
        {
            Server = await Server.StartAsync(externalProxy: true, CancellationToken.None);
            Project = new Project(Server, "streams");
            (await Project.DeployAsync(Project.Hello("1", ShortDrain, replicas: 1), CancellationToken.None)).Succeeded();
            await Project.Visitor.ArriveAsync(CancellationToken.None);
        }

        public async ValueTask DisposeAsync()
        {
            await Project.DisposeAsync();
            await Server.DisposeAsync();
        }
    }
}
