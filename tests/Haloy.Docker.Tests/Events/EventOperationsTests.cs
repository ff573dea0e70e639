using System.Text;
using Haloy.Docker.Events;
using Haloy.Docker.Tests.Fakes;
using Haloy.Docker.Transport;

namespace Haloy.Docker.Tests.Events;

public sealed class EventOperationsTests : IAsyncLifetime
{
    private const string Line =
        """{"Type":"container","Action":"die","Actor":{"ID":"c1","Attributes":{"name":"wéb"}},"timeNano":1700000000123456789}""" + "\n";

    private readonly FakeEngine _engine = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public ValueTask DisposeAsync() => _engine.DisposeAsync();

    [Fact]
    public async Task Event_split_at_any_byte_is_read_whole()
    {
        var bytes = Encoding.UTF8.GetBytes(Line + Line);
        var cut = 0;
        _engine.Script(async exchange =>
        {
            await exchange.BeginAsync();
            await exchange.WriteAsync(bytes.AsMemory(0, cut));
            await exchange.WriteAsync(bytes.AsMemory(cut));
            await exchange.EndAsync();
        });

        for (; cut <= bytes.Length; cut++)
        {
            var events = await MonitorAsync(null).ToListAsync(Token);

            Assert.Equal(["c1", "c1"], events.Select(change => change.ActorId));
            Assert.Equal(("container", "die", "wéb"), (events[0].Type, events[0].Action, events[0].Attributes["name"]));
            Assert.Equal(1_700_000_000_123, events[0].Time.ToUnixTimeMilliseconds());
        }
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Stream_that_ends_inside_an_event_is_cut_off(bool properEnd)
    {
        _engine.Script(async exchange =>
        {
            await exchange.BeginAsync();
            await exchange.WriteAsync(Line + Line[..40]);
            if (properEnd)
                await exchange.EndAsync();
            exchange.Abort();
        });
        var seen = new List<DockerEvent>();

        await Assert.ThrowsAsync<DockerUnavailableException>(async () =>
        {
            await foreach (var change in MonitorAsync(null))
                seen.Add(change);
        });

        Assert.Single(seen);
    }

    [Fact]
    public async Task Line_that_is_no_event_is_a_protocol_error()
    {
        _engine.Script(exchange => exchange.RespondAsync(200, "{nonsense}\n"));

        await Assert.ThrowsAsync<DockerProtocolException>(async () => await MonitorAsync(null).ToListAsync(Token));
    }

    [Fact]
    public async Task Endless_line_is_refused()
    {
        _engine.Script(async exchange =>
        {
            await exchange.BeginAsync();
            var piece = new byte[1 << 20];
            Array.Fill(piece, (byte)'x');
            for (var sent = 0; sent <= JsonMessages.MaxMessageBytes; sent += piece.Length)
                await exchange.WriteAsync(piece);
            await exchange.ClientGoneAsync();
        });

        await Assert.ThrowsAsync<DockerProtocolException>(async () => await MonitorAsync(null).ToListAsync(Token));
    }

    [Fact]
    public async Task Connected_is_said_once_before_any_event_comes()
    {
        var connected = new TaskCompletionSource();
        _engine.Script(async exchange =>
        {
            await exchange.BeginAsync();
            await connected.Task;
            await exchange.WriteAsync(Line);
            await exchange.EndAsync();
        });

        var events = await MonitorAsync(connected.SetResult).ToListAsync(Token);

        Assert.Single(events);
    }

    [Fact]
    public async Task Stream_starts_from_the_engines_clock_so_that_the_moment_of_connecting_is_not_lost()
    {
        _engine.Script(exchange => exchange.Path.EndsWith("/_ping", StringComparison.Ordinal)
            ? exchange.RespondAsync(200, "OK", "Date: Tue, 14 Nov 2023 22:13:20 GMT")
            : exchange.RespondAsync(200, ""));

        await MonitorAsync(null).ToListAsync(Token);

        Assert.Equal("""since=1700000000.000000000&filters={"type":["container"],"label":["a=b"]}""", _engine.Requests[1].Query);
    }

    [Fact]
    public async Task Cancelling_a_quiet_stream_closes_the_connection()
    {
        var gone = new TaskCompletionSource();
        _engine.Script(async exchange =>
        {
            if (exchange.Path.EndsWith("/_ping", StringComparison.Ordinal))
            {
                await exchange.RespondAsync(200, "OK");
                return;
            }

            await exchange.BeginAsync();
            await exchange.ClientGoneAsync();
            gone.SetResult();
        });
        using var cancellation = CancellationTokenSource.CreateLinkedTokenSource(Token);

        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () =>
            await _engine.Client.Events.MonitorAsync(new(), null, cancellation.Cancel, cancellation.Token).ToListAsync(CancellationToken.None));

        await gone.Task.WaitAsync(Token);
    }

    private IAsyncEnumerable<DockerEvent> MonitorAsync(Action? onConnected) =>
        _engine.Client.Events.MonitorAsync(new(["container"], null, ["a=b"]), null, onConnected, Token);
}
