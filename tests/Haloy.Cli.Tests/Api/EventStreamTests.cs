using System.Net;
using System.Text;
using Haloy.Cli.Api;
using Haloy.Testing;

namespace Haloy.Cli.Tests.Api;

public sealed class EventStreamTests
{
    [Fact]
    public async Task Events_are_read_with_their_ids_and_comments_are_not()
    {
        var events = await ReadAsync(": keepalive\n\nid: 7\ndata: one\n\nevent: x\ndata:two\ndata: lines\r\n\r\n: keepalive\n\n");

        Assert.Equal([new StreamEvent("7", "one"), new StreamEvent("7", "two\nlines")], events);
    }

    [Fact]
    public async Task Line_of_a_megabyte_is_one_event()
    {
        var text = new string('x', 1 << 20);

        Assert.Equal(text, Assert.Single(await ReadAsync($"data: {text}\n\n")).Data);
    }

    [Fact]
    public async Task Event_cut_off_by_the_end_is_dropped() => Assert.Empty(await ReadAsync("data: half"));

    [Fact]
    public async Task Silence_of_three_missed_comments_counts_as_broken()
    {
        var clock = new FakeClock();
        using var stream = new EventStream(Response(new SilentStream()), clock);

        var read = ReadAllAsync(stream);
        clock.Advance(TimeSpan.FromSeconds(91));

        await Assert.ThrowsAsync<IOException>(() => read);
    }

    private static async Task<List<StreamEvent>> ReadAsync(string text)
    {
        using var stream = new EventStream(Response(new MemoryStream(Encoding.UTF8.GetBytes(text))), TimeProvider.System);
        return await ReadAllAsync(stream);
    }

    private static async Task<List<StreamEvent>> ReadAllAsync(EventStream stream)
    {
        var events = new List<StreamEvent>();
        await foreach (var item in stream.ReadAsync(TestContext.Current.CancellationToken))
            events.Add(item);
        return events;
    }

    private static HttpResponseMessage Response(Stream body) => new(HttpStatusCode.OK) { Content = new StreamContent(body) };

    /// <summary>A body that never says anything.</summary>
    private sealed class SilentStream : MemoryStream
    {
        public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            await Task.Delay(Timeout.Infinite, cancellationToken);
            return 0;
        }
    }
}
