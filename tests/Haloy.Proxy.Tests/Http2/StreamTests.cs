using System.Text;
using Haloy.Proxy.Tests.Support;
using static Haloy.Proxy.Tests.Support.Frames;

namespace Haloy.Proxy.Tests.Http2;

/// <summary>What one HTTP/2 request must not do to another, or to us.</summary>
public sealed class StreamTests(Http2Fixture fixture) : IClassFixture<Http2Fixture>
{
    [Fact]
    public async Task Long_path_reaches_the_backend()
    {
        var path = "/" + new string('a', 16_000);
        await using var peer = await Http2Peer.ConnectAsync(fixture.Proxy);

        await peer.SendAsync(Hello, Frame(Headers, Whole, 1, Request("GET", path)));

        Assert.StartsWith($"GET {path} HTTP/1.1\r\n", await ContentAsync(peer, 1), StringComparison.Ordinal);
        Assert.Empty(fixture.Defects);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    public async Task Cookies_of_a_refused_request_are_not_those_of_the_next(int cookies)
    {
        await using var peer = await Http2Peer.ConnectAsync(fixture.Proxy);

        // The first is refused when its whole block was read.
        await peer.SendAsync(
            Hello,
            Frame(Headers, Whole, 1, Request("GET", "/", ("cookie", "a=1"), ("cookie", "secret=2"), ("te", "gzip"))),
            Frame(Headers, Whole, 3, Request("GET", "/", [.. Enumerable.Repeat(("cookie", "mine=3"), cookies)])));
        var head = await ContentAsync(peer, 3);

        Assert.StartsWith("GET / HTTP/1.1\r\n", head, StringComparison.Ordinal);
        Assert.DoesNotContain("secret", head, StringComparison.Ordinal);
        Assert.Equal(cookies == 1, head.Contains("cookie: mine=3\r\n", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("req/1", true)]
    [InlineData("two words", false)]
    public async Task Visitors_words_on_themselves_are_dropped_and_their_id_is_checked(string id, bool kept)
    {
        await using var peer = await Http2Peer.ConnectAsync(fixture.Proxy);

        await peer.SendAsync(
            Hello, Frame(Headers, Whole, 1, Request("GET", "/", ("proxy", "http://6.6.6.6"), ("x-forwarded-port", "1"), ("x_forwarded_ssl", "on"), ("x-request-id", id))));
        var head = await ContentAsync(peer, 1);

        Assert.Equal(kept, head.Contains($"\r\nX-Request-Id: {id}\r\n", StringComparison.Ordinal));
        Assert.Equal(2, head.Split("request-id", StringSplitOptions.None).Length + head.Split("Request-Id", StringSplitOptions.None).Length - 1);
        Assert.DoesNotContain("proxy", head, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("forwarded-port", head, StringComparison.Ordinal);
        Assert.DoesNotContain("forwarded_ssl", head, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Trailers_of_a_stream_that_we_have_reset_still_change_the_table()
    {
        byte[] trailers = [0x40, .. Integer(7), .. "x-later"u8, .. Integer(1), (byte)'1'];
        await using var peer = await Http2Peer.ConnectAsync(fixture.Proxy);

        // Answered by the proxy, who does not want the body. The request after it names the entry by its index.
        await peer.SendAsync(
            Hello,
            Frame(Headers, EndHeaders, 1, Request("POST", "/stopped")),
            Frame(Headers, Whole, 1, trailers),
            Frame(Headers, Whole, 3, [.. Request("GET", "/"), 0x80 | 62]));

        Assert.Contains("x-later: 1\r\n", await ContentAsync(peer, 3), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Cookies_in_parts_become_one_field()
    {
        await using var peer = await Http2Peer.ConnectAsync(fixture.Proxy);

        await peer.SendAsync(Hello, Frame(Headers, Whole, 1, Request("GET", "/", ("cookie", "a=1"), ("x", "y"), ("cookie", "b=2"), ("cookie", "c=3"))));
        var head = await ContentAsync(peer, 1);

        Assert.Contains("\r\ncookie: a=1; b=2; c=3\r\n", head, StringComparison.Ordinal);
        Assert.Equal(2, head.Split("cookie").Length);
    }

    [Fact]
    public async Task Cookies_that_grow_out_of_the_table_are_too_much()
    {
        // One entry of 4000 bytes, named 100 times: 400 kB out of 4.
        byte[] entry = [0x40, .. Integer(6), .. "cookie"u8, .. Integer(4000), .. new byte[4000].Select(_ => (byte)'c')];
        await using var peer = await Http2Peer.ConnectAsync(fixture.Proxy);

        await peer.SendAsync(Hello, Frame(Headers, Whole, 1, [.. Request("GET", "/"), .. entry, .. Enumerable.Repeat((byte)(0x80 | 62), 100)]));

        Assert.Equal("RST 1 1", (await peer.ReadUntilAsync(f => f.Ends))[^1].ToString());
    }

    [Fact]
    public async Task Smaller_table_of_the_client_is_confirmed_in_the_next_block()
    {
        await using var peer = await Http2Peer.ConnectAsync(fixture.Proxy);

        await peer.SendAsync(Hello, Setting(1, 0), Frame(Headers, Whole, 1, Request("GET", "/")));
        var first = (await peer.ReadUntilAsync(f => f.Ends)).Single(f => f.Type == Headers);
        await peer.SendAsync(Frame(Headers, Whole, 3, Request("GET", "/")));
        var second = (await peer.ReadUntilAsync(f => f.Ends)).Single(f => f.Type == Headers);

        Assert.Equal([0x20, 0x88], first.Payload.Take(2));
        Assert.Equal(0x88, second.Payload[0]);
    }

    [Fact]
    public async Task Window_is_respected_to_the_byte()
    {
        await using var peer = await Http2Peer.ConnectAsync(fixture.Proxy);
        await peer.SendAsync(Hello, Setting(4, 10), Frame(Headers, Whole, 1, Request("GET", "/big")));
        var sizes = new List<int>();

        // Data comes only when it is allowed, and then all that is.
        foreach (var more in new[] { 0, 1, 0x4000, 100_000 })
        {
            if (more > 0)
                await peer.SendAsync(Frame(Window, 0, 1, Number((uint)more)), Frame(Window, 0, 0, Number((uint)more)));
            var sum = 0;
            await peer.ReadUntilAsync(f => (sum += f.Type == Data ? f.Payload.Length : 0) == (more == 0 ? 10 : more));
            sizes.Add(sum);
        }

        Assert.Equal([10, 1, 0x4000, 100_000], sizes);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    public async Task Client_that_allows_no_more_loses_its_stream(uint step)
    {
        await using var peer = await Http2Peer.ConnectAsync(fixture.Proxy);
        await peer.SendAsync(Hello, Setting(4, 0), Frame(Headers, Whole, 1, Request("GET", "/big")));
        var reading = peer.ReadUntilAsync(f => f.Type == Reset);

        // Now and then it allows a byte, which is no way to take a mebibyte.
        while (!reading.IsCompleted)
        {
            fixture.Clock.Advance(TimeSpan.FromSeconds(5));
            if (step > 0)
                await peer.SendAsync(Frame(Window, 0, 1, Number(step)));
            await Task.WhenAny(reading, Task.Delay(1, TestContext.Current.CancellationToken));
        }

        Assert.Equal("RST 1 8", (await reading)[^1].ToString());
    }

    [Fact]
    public async Task Client_that_does_not_send_its_body_is_answered_408()
    {
        await using var peer = await Http2Peer.ConnectAsync(fixture.Proxy);
        await peer.SendAsync(Hello, Frame(Headers, EndHeaders, 1, Request("POST", "/")));
        var reading = peer.ReadUntilAsync(f => f.Stream == 1 && f.Type == Headers);

        while (!reading.IsCompleted)
        {
            fixture.Clock.Advance(TimeSpan.FromSeconds(5));
            await peer.SendAsync(Frame(Data, 0, 1, 1));
            await Task.WhenAny(reading, Task.Delay(1, TestContext.Current.CancellationToken));
        }

        // ":status" by its index in the static table, and "408" as a literal.
        Assert.Equal([8, 3, (byte)'4', (byte)'0', (byte)'8'], (await reading)[^1].Payload.Take(5));
    }

    private static async Task<string> ContentAsync(Http2Peer peer, int stream)
    {
        var frames = await peer.ReadUntilAsync(f => f.Stream == stream && f.Ends);
        return Encoding.Latin1.GetString([.. frames.Where(f => f.Stream == stream && f.Type == Data).SelectMany(f => f.Payload)]);
    }
}
