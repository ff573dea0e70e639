using System.Collections.Concurrent;
using System.Net;
using System.Text;
using Haloy.Proxy.Tests.Support;
using Haloy.Testing;
using static Haloy.Proxy.Tests.Support.Frames;

namespace Haloy.Proxy.Tests.Http2.Backends;

/// <summary>Which requests are sent once more when a backend that speaks HTTP/2 does not answer them.</summary>
public sealed class RepeatTests
{
    private const string Get = "GET / HTTP/1.1\r\nHost: app.example.com\r\nConnection: close\r\n\r\n";
    private const string Post = "POST / HTTP/1.1\r\nHost: app.example.com\r\nContent-Length: 5\r\nConnection: close\r\n\r\nhello";

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Backend_that_says_goodbye_again_and_again_under_load_loses_no_request()
    {
        const int Requests = 2000;
        const int PerConnection = 25;
        var answered = new ConcurrentBag<string>();
        await using var backend = H2cPeer.Backend(async peer =>
        {
            var bodies = new Dictionary<int, string>();
            var (left, last) = (PerConnection, 0);
            while (await peer.ReadAsync() is { } frame)
            {
                if (frame.Type == Data)
                    bodies[frame.Stream] = bodies.GetValueOrDefault(frame.Stream, "") + Encoding.Latin1.GetString(frame.Payload);
                if (frame.Type is not (Data or Headers) || !frame.Ends)
                    continue;
                if (left == 0)
                {
                    // What is above the last was refused by the goodbye.
                    if (frame.Stream < last)
                        await peer.SendAsync(Frame(Reset, 0, frame.Stream, Number(7)));
                    continue;
                }

                (left, last) = (left - 1, Math.Max(last, frame.Stream));
                answered.Add(bodies[frame.Stream]);
                if (left == 0)
                    await peer.SendAsync(Frame(GoAway, 0, 0, [.. Number((uint)last), .. Number(0)]));
                await peer.SendAsync(H2cPeer.Head(frame.Stream, ends: false), Frame(Data, End, frame.Stream, Encoding.Latin1.GetBytes(bodies[frame.Stream])));
            }
        });
        await using var setup = await H2cSetup.StartAsync(backend.EndPoint);

        var bodies = Enumerable.Range(0, Requests).Select(i => $"request {i}").ToArray();
        await Parallel.ForEachAsync(bodies, new ParallelOptions { MaxDegreeOfParallelism = 40, CancellationToken = Cancel }, async (body, cancel) =>
        {
            using var response = await setup.Client.PostAsync(new Uri("/", UriKind.Relative), new StringContent(body), cancel);
            Assert.Equal((HttpStatusCode.OK, body), (response.StatusCode, await response.Content.ReadAsStringAsync(cancel)));
        });

        // Each once: what is repeated was not looked at before.
        Assert.Equal(bodies.Order(StringComparer.Ordinal), answered.Order(StringComparer.Ordinal));
        Assert.True(backend.Connections >= Requests / PerConnection);
    }

    [Theory]
    [InlineData(Get)]
    [InlineData(Post)]
    public async Task Refused_request_is_sent_again_with_its_body(string request)
    {
        var requests = 0;
        await using var backend = H2cPeer.Backend(async peer =>
        {
            while (await peer.ReadRequestAsync() is { } stream)
                await peer.SendAsync(++requests % 2 == 1 ? Frame(Reset, 0, stream, Number(7)) : H2cPeer.Head(stream, ends: true));
        });
        await using var setup = await H2cSetup.StartAsync(backend.EndPoint);

        Assert.StartsWith("HTTP/1.1 200 ", await setup.Proxy.SendRawAsync(request), StringComparison.Ordinal);
        Assert.Equal(2, requests);
    }

    [Fact]
    public async Task Backend_that_refuses_everything_is_not_asked_for_ever()
    {
        var requests = 0;
        await using var backend = H2cPeer.Backend(async peer =>
        {
            while (await peer.ReadRequestAsync() is { } stream)
            {
                Interlocked.Increment(ref requests);
                await peer.SendAsync(Frame(Reset, 0, stream, Number(7)));
            }
        });
        await using var setup = await H2cSetup.StartAsync(backend.EndPoint);

        Assert.StartsWith("HTTP/1.1 502 ", await setup.Proxy.SendRawAsync(Post), StringComparison.Ordinal);
        Assert.InRange(requests, 2, 10);
    }

    [Fact]
    public async Task Body_that_is_too_large_to_be_kept_is_not_sent_again()
    {
        var requests = 0;
        await using var backend = H2cPeer.Backend(async peer =>
        {
            await peer.SendAsync(Frame(Window, 0, 0, Number(1_000_000)));
            while (await peer.ReadRequestAsync() is { } stream)
            {
                Interlocked.Increment(ref requests);
                await peer.SendAsync(Frame(Reset, 0, stream, Number(7)));
            }
        }, Setting(4, 1_000_000));
        await using var setup = await H2cSetup.StartAsync(backend.EndPoint);

        var response = await setup.Proxy.SendRawAsync($"POST / HTTP/1.1\r\nHost: app.example.com\r\nContent-Length: 100000\r\nConnection: close\r\n\r\n{new string('x', 100_000)}");

        Assert.StartsWith("HTTP/1.1 502 ", response, StringComparison.Ordinal);
        Assert.Equal(1, requests);
    }

    [Theory]
    [InlineData(Get, "200")]
    [InlineData(Post, "502")]
    public async Task Request_that_may_have_been_looked_at_goes_to_another_backend_only_when_that_does_no_harm(string request, string status)
    {
        var requests = 0;
        await using var broken = H2cPeer.Backend(async peer =>
        {
            while (await peer.ReadRequestAsync() is { } stream)
            {
                Interlocked.Increment(ref requests);
                await peer.SendAsync(Frame(Reset, 0, stream, Number(2)));
            }
        });
        await using var healthy = H2cPeer.Backend(async peer =>
        {
            while (await peer.ReadRequestAsync() is { } stream)
                await peer.SendAsync(H2cPeer.Head(stream, ends: true));
        });
        await using var setup = await H2cSetup.StartAsync(broken.EndPoint, healthy.EndPoint);

        var answers = new[] { await setup.Proxy.SendRawAsync(request), await setup.Proxy.SendRawAsync(request) };

        Assert.Contains(answers, a => a.StartsWith("HTTP/1.1 200 ", StringComparison.Ordinal));
        Assert.All(answers, a => Assert.True(a.StartsWith("HTTP/1.1 200 ", StringComparison.Ordinal) || a.StartsWith($"HTTP/1.1 {status} ", StringComparison.Ordinal), a));
        Assert.InRange(requests, 1, 2);
    }

    [Fact]
    public async Task Backend_of_http1_is_never_sent_a_request_of_http2()
    {
        var received = new TaskCompletionSource<string?>();
        await using var backend = new ScriptedBackend(async peer =>
        {
            // The preface of HTTP/2 is a head to HTTP/1.1, and its settings the beginning of another.
            received.TrySetResult(await peer.ReadHeadAsync());
            await peer.SendAsync("HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\nConnection: close\r\n\r\n");
        });
        await using var setup = await H2cSetup.StartAsync(backend.EndPoint);

        Assert.StartsWith("HTTP/1.1 502 ", await setup.Proxy.SendRawAsync(Post), StringComparison.Ordinal);
        Assert.Equal("PRI * HTTP/2.0\r\n\r\n", await received.Task);
    }

    [Fact]
    public async Task Requests_wait_for_a_backend_that_takes_one_at_a_time()
    {
        var isCrowded = false;
        await using var backend = H2cPeer.Backend(async peer =>
        {
            while (await peer.ReadRequestAsync() is { } stream)
            {
                // Before the answer to this nothing else may come.
                await peer.SendAsync(Frame(Ping, 0, 0, new byte[8]));
                while (await peer.ReadAsync() is { Type: not Ping } frame)
                    isCrowded |= frame.Type == Headers;
                await peer.SendAsync(H2cPeer.Head(stream, ends: true));
            }
        }, Setting(3, 1));
        await using var setup = await H2cSetup.StartAsync(backend.EndPoint);

        await Task.WhenAll(Enumerable.Range(0, 300).Select(_ => setup.Client.GetStringAsync(new Uri("/", UriKind.Relative), Cancel)));

        Assert.False(isCrowded);
        Assert.InRange(backend.Connections, 1, 32 * Environment.ProcessorCount);
        Assert.Equal(300, (await setup.Proxy.SettledAsync()).Served);
    }

    [Fact]
    public async Task Connection_on_which_nobody_answers_is_given_up_for_a_new_one()
    {
        var clock = new FakeClock();
        var asked = new TaskCompletionSource<Received>();
        var requests = new SemaphoreSlim(0);
        var number = 0;
        await using var backend = H2cPeer.Backend(async peer =>
        {
            var isFirst = Interlocked.Increment(ref number) == 1;
            while (await peer.ReadAsync() is { } frame)
            {
                if (frame.Type == Ping)
                    asked.TrySetResult(frame);
                if (frame.Type != Headers)
                    continue;
                requests.Release();
                if (!isFirst)
                    await peer.SendAsync(H2cPeer.Head(frame.Stream, ends: true));
            }
        });
        await using var setup = await H2cSetup.StartAsync(clock, backend.EndPoint);
        var first = setup.Proxy.SendRawAsync(Get);
        await requests.WaitAsync(Cancel);

        while (!first.IsCompleted)
        {
            clock.Advance(TimeSpan.FromSeconds(1));
            await setup.Proxy.StatusAsync();
        }

        Assert.StartsWith("HTTP/1.1 504 ", await first, StringComparison.Ordinal);
        await asked.Task.WaitAsync(Cancel);
        Assert.StartsWith("HTTP/1.1 200 ", await setup.Proxy.SendRawAsync(Get), StringComparison.Ordinal);
    }
}
