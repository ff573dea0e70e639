using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using System.Threading.Channels;
using Haloy.Contracts.ProxyControl;
using Haloy.Proxy.AccessLogs;
using Haloy.Proxy.Tests.Support;
using Haloy.Testing;
using Microsoft.AspNetCore.Http;

namespace Haloy.Proxy.Tests.AccessLogs;

public sealed class AccessLogTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Line_says_who_asked_what_and_what_came_of_it()
    {
        await using var backend = await KestrelBackend.StartAsync(context => context.Response.WriteAsync("12345"));
        await using var file = new LineFile();
        await using var proxy = await StartAsync(AccessLogSampling.On, file, backend.EndPoint);
        using var request = new HttpRequestMessage(HttpMethod.Get, "/a%2Fb;c?token=secret")
        {
            Headers = { Host = "app.example.com", Authorization = new("Bearer", "hidden") },
        };
        request.Headers.Add("Cookie", "session=hidden");
        request.Headers.Add("X-Request-Id", "abc");
        request.Headers.UserAgent.ParseAdd("test/1.0");
        (await proxy.Client.SendAsync(request, Cancel)).Dispose();

        var text = await file.NextAsync();
        var line = JsonSerializer.Deserialize(text, ProxyControlJson.Default.AccessLogLine)!;

        Assert.Equal(("GET", "app.example.com", "/a%2Fb;c", 200, 5L), (line.Method, line.Host, line.Path, line.Status, line.Bytes));
        Assert.Equal(("127.0.0.1", "test/1.0", "abc", "d1", "HTTP/1.1"), (line.RemoteAddr, line.UserAgent, line.RequestId, line.Deployment, line.Protocol));
        Assert.Null(line.Ended);
        Assert.InRange(line.DurationMs, 0, 60_000);
        Assert.InRange(line.Time, DateTimeOffset.UtcNow.AddMinutes(-5), DateTimeOffset.UtcNow);
        Assert.DoesNotContain("secret", text);
        Assert.DoesNotContain("hidden", text);
    }

    [Fact]
    public async Task What_strangers_send_stays_in_its_line()
    {
        await using var file = new LineFile();
        await using var proxy = await StartAsync(AccessLogSampling.On, file);
        // What a field may hold and its line must not: quotes, a tab, bytes that are no text, and a mark that turns the direction of writing.
        var agent = Encoding.Latin1.GetString([.. "\"}\\n{\"status\":\t"u8, 0xff, 0xe2, 0x80, 0xae]) + new string('x', 20_000);
        await proxy.SendRawAsync($"GET /\"\\\",\"status\":?q HTTP/1.1\r\nHost: app.example.com\r\nConnection: close\r\nUser-Agent: {agent}\r\n\r\n");

        var text = await file.NextAsync();
        var line = JsonSerializer.Deserialize(text, ProxyControlJson.Default.AccessLogLine)!;

        Assert.Equal(("/\"\\\",\"status\":", 502), (line.Path, line.Status));
        Assert.Equal("\"}\\n{\"status\":\t\ufffd\u202e" + new string('x', 256 - agent.IndexOf('x')) + "…", line.UserAgent);
        Assert.DoesNotContain('\u202e', text);
        Assert.Contains("\\u202e", text);
    }

    [Fact]
    public async Task Sampled_log_keeps_each_nth_request_of_a_loop()
    {
        await using var file = new LineFile();
        var proxy = await StartAsync(new AccessLogSampling(5), file);
        await using (proxy)
        {
            using var client = await proxy.ConnectAsync();
            for (var i = 0; i < 12; i++)
            {
                await client.SendAsync(Encoding.ASCII.GetBytes($"GET /{i} HTTP/1.1\r\nHost: app.example.com\r\n\r\n"), Cancel);
                await client.ReceiveAsync(new byte[8192], Cancel);
            }
        }

        Assert.Equal(["/4", "/9"], file.All().Select(t => JsonSerializer.Deserialize(t, ProxyControlJson.Default.AccessLogLine)!.Path));
    }

    [Fact]
    public async Task Log_that_is_off_has_no_lines_and_those_who_follow_get_all_of_them()
    {
        await using var backend = await KestrelBackend.NamedAsync("app");
        await using var file = new LineFile();
        await using var proxy = await StartAsync(AccessLogSampling.Off, file, backend.EndPoint);
        (await proxy.GetAsync("/before")).Dispose();
        await using var first = await Follower.StartAsync(proxy);
        await using var second = await Follower.StartAsync(proxy);

        for (var i = 0; i < 50; i++)
            (await proxy.GetAsync($"/{i}")).Dispose();

        foreach (var follower in (Follower[])[first, second])
        {
            var paths = new List<string>();
            while (paths.Count < 50)
                paths.Add((await follower.NextAsync()).Path);
            Assert.Equal(Enumerable.Range(0, 50).Select(i => $"/{i}"), paths.OrderBy(p => int.Parse(p[1..])));
        }

        Assert.Empty(file.All());
    }

    [Fact]
    public async Task Malformed_requests_have_a_line_that_believes_nothing_of_them()
    {
        await using var file = new LineFile();
        await using var proxy = await StartAsync(AccessLogSampling.On, file);

        foreach (var (request, status) in (IEnumerable<(string, int)>)
        [
            ("\u0016\u0003\u0001\r\n\r\n", 400),
            ("GET / HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n", 400),
            ($"GET /{new string('x', 20_000)} HTTP/1.1\r\n\r\n", 414),
        ])
        {
            await proxy.SendRawAsync(request);
            var line = JsonSerializer.Deserialize(await file.NextAsync(), ProxyControlJson.Default.AccessLogLine)!;

            Assert.Equal((status, "127.0.0.1", "", "", ""), (line.Status, line.RemoteAddr, line.Method, line.Host, line.Path));
            Assert.Null(line.Ended);
        }
    }

    [Fact]
    public async Task Malformed_request_of_http2_has_a_line_too()
    {
        await using var file = new LineFile();
        using var directory = new TempDirectory();
        TestCertificates.WriteSelfSigned(directory.File("certs"), "app.example.com");
        await using var proxy = await TestProxy.StartAsync(directory: directory, change: o => o with { AccessLog = AccessLogSampling.On, OpenAccessLog = () => file });
        await using var peer = await Http2Peer.ConnectAsync(proxy);

        await peer.SendAsync(Frames.Hello, Frames.Frame(Frames.Headers, Frames.Whole, 1, Frames.Request("GET", "/", ("te", "gzip"))));
        var line = JsonSerializer.Deserialize(await file.NextAsync(), ProxyControlJson.Default.AccessLogLine)!;

        Assert.Equal((400, "127.0.0.1", "", "HTTP/2"), (line.Status, line.RemoteAddr, line.Path, line.Protocol));
    }

    [Fact]
    public async Task Cut_and_abandoned_answers_say_so()
    {
        var asked = new TaskCompletionSource();
        await using var backend = new ScriptedBackend(async peer =>
        {
            var head = await peer.ReadHeadAsync();
            if (head!.Contains("/cut", StringComparison.Ordinal))
            {
                await peer.SendAsync("HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nx");
                return;
            }

            asked.SetResult();
            await peer.ReadHeadAsync();
        });
        await using var file = new LineFile();
        await using var proxy = await StartAsync(AccessLogSampling.On, file, backend.EndPoint);

        await proxy.SendRawAsync("GET /cut HTTP/1.1\r\nHost: app.example.com\r\n\r\n");
        var cut = JsonSerializer.Deserialize(await file.NextAsync(), ProxyControlJson.Default.AccessLogLine)!;
        using (var client = await proxy.ConnectAsync())
        {
            await client.SendAsync(Encoding.ASCII.GetBytes("GET /gone HTTP/1.1\r\nHost: app.example.com\r\n\r\n"), Cancel);
            await asked.Task;
        }

        var gone = JsonSerializer.Deserialize(await file.NextAsync(), ProxyControlJson.Default.AccessLogLine)!;
        Assert.Equal((200, "cut", 1L), (cut.Status, cut.Ended, cut.Bytes));
        Assert.Equal((0, "abandoned", "/gone"), (gone.Status, gone.Ended, gone.Path));
    }

    [Fact]
    public async Task Reader_that_never_reads_holds_up_nobody_and_is_told_what_it_lost()
    {
        await using var file = new LineFile();
        await using var proxy = await StartAsync(AccessLogSampling.Off, file);
        using var idle = await Follower.ConnectAsync(proxy);
        await using var busy = await Follower.StartAsync(proxy);
        using var client = await proxy.ConnectAsync();
        await using var answers = new NetworkStream(client);
        var draining = answers.CopyToAsync(Stream.Null, Cancel);
        var padding = new string('x', 1000);

        // More than the socket holds; the other one sees all of it.
        for (var batch = 0; batch < 20; batch++)
            await AskAsync(50);

        using var reader = new StreamReader(new NetworkStream(idle));
        var lines = 0;
        long? lost = null;
        var news = KeepAskingAsync();
        while (lost is null && await reader.ReadLineAsync(Cancel) is { } text)
        {
            if (text.StartsWith('{'))
                lost = JsonSerializer.Deserialize(text, ProxyControlJson.Default.AccessLogLine)!.Lost;
            lines++;
        }

        await news;
        client.Shutdown(SocketShutdown.Send);
        await draining;
        Assert.True(lost > 0 && lines < 1000, $"{lost} lost, {lines} read");

        // What was lost is told with the next line there is.
        async Task KeepAskingAsync()
        {
            while (lost is null)
                await AskAsync(1);
        }

        async Task AskAsync(int times)
        {
            var requests = string.Concat(Enumerable.Range(1, times).Select(i => $"GET /{i}/{padding} HTTP/1.1\r\nHost: app.example.com\r\n\r\n"));
            await client.SendAsync(Encoding.ASCII.GetBytes(requests), Cancel);
            while (await busy.NextAsync() is var line && line.Path != $"/{times}/{padding}")
            {
            }
        }
    }

    [Fact]
    public async Task Too_many_readers_are_refused_and_those_who_leave_make_room()
    {
        await using var file = new LineFile();
        await using var proxy = await StartAsync(AccessLogSampling.Off, file);
        var followers = new List<Socket>();
        for (var i = 0; i < 32; i++)
            followers.Add(await Follower.ConnectAsync(proxy));

        using (var refused = await proxy.Control.GetAsync("/v1/access-log", HttpCompletionOption.ResponseHeadersRead, Cancel))
            Assert.Equal(HttpStatusCode.ServiceUnavailable, refused.StatusCode);
        followers.ForEach(f => f.Dispose());
        HttpStatusCode status;
        do
        {
            using var response = await proxy.Control.GetAsync("/v1/access-log", HttpCompletionOption.ResponseHeadersRead, Cancel);
            status = response.StatusCode;
        }
        while (status != HttpStatusCode.OK);
    }

    private static async Task<TestProxy> StartAsync(AccessLogSampling sampling, LineFile file, params IPEndPoint[] backends)
    {
        var proxy = await TestProxy.StartAsync(change: o => o with { AccessLog = sampling, OpenAccessLog = () => file });
        await proxy.ApplyAsync(Snapshots.Of(Snapshots.Route("app.example.com", [.. backends.Select(b => Snapshots.Backend(b, "d1"))]) with { PlainHttp = true }));
        return proxy;
    }

    /// <summary>A log file in memory whose lines can be waited for.</summary>
    private sealed class LineFile : MemoryStream
    {
        private readonly Channel<string> _lines = Channel.CreateUnbounded<string>();

        public override void Write(ReadOnlySpan<byte> buffer)
        {
            foreach (var line in Encoding.UTF8.GetString(buffer).Split('\n', StringSplitOptions.RemoveEmptyEntries))
                _lines.Writer.TryWrite(line);
        }

        public ValueTask<string> NextAsync() => _lines.Reader.ReadAsync(Cancel);

        public IEnumerable<string> All()
        {
            while (_lines.Reader.TryRead(out var line))
                yield return line;
        }
    }

    private sealed class Follower(HttpResponseMessage response, StreamReader reader) : IAsyncDisposable
    {
        public static async Task<Follower> StartAsync(TestProxy proxy)
        {
            var response = await proxy.Control.GetAsync("/v1/access-log", HttpCompletionOption.ResponseHeadersRead, Cancel);
            return new(response, new StreamReader(await response.Content.ReadAsStreamAsync(Cancel)));
        }

        public static async Task<Socket> ConnectAsync(TestProxy proxy)
        {
            var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
            await socket.ConnectAsync(new UnixDomainSocketEndPoint(proxy.Server.ControlSocketPath), Cancel);
            await socket.SendAsync("GET /v1/access-log HTTP/1.1\r\nHost: control\r\n\r\n"u8.ToArray(), Cancel);
            // Its head comes when it counts.
            var one = new byte[1];
            await socket.ReceiveAsync(one, Cancel);
            return socket;
        }

        public async Task<AccessLogLine> NextAsync() => JsonSerializer.Deserialize((await reader.ReadLineAsync(Cancel))!, ProxyControlJson.Default.AccessLogLine)!;

        public ValueTask DisposeAsync()
        {
            reader.Dispose();
            response.Dispose();
            return ValueTask.CompletedTask;
        }
    }
}
