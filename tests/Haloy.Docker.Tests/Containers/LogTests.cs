using System.Text;
using Haloy.Docker.Containers;
using Haloy.Docker.Tests.Fakes;
using static Haloy.Docker.Tests.Fakes.Frames;

namespace Haloy.Docker.Tests.Containers;

public sealed class LogTests : IAsyncLifetime
{
    private const string Multiplexed = "application/vnd.docker.multiplexed-stream";
    private const string Raw = "application/vnd.docker.raw-stream";
    private readonly FakeEngine _engine = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public ValueTask DisposeAsync() => _engine.DisposeAsync();

    [Fact]
    public async Task Frames_split_at_any_byte_are_put_together()
    {
        byte[] output = [.. Frame(1, "héllo\nwo"), .. Frame(2, "oops\n"), .. Frame(1, ""), .. Frame(1, "rld\n")];
        var cut = 0;
        _engine.Script(async exchange =>
        {
            await exchange.BeginAsync(Multiplexed);
            await exchange.WriteAsync(output.AsMemory(0, cut));
            await exchange.WriteAsync(output.AsMemory(cut));
            await exchange.EndAsync();
        });

        for (; cut <= output.Length; cut++)
        {
            var lines = await ReadAsync(new LogOptions()).AsLinesAsync(1000, Token).ToListAsync(Token);

            Assert.Equal(
                [(LogStream.Stdout, "héllo"), (LogStream.Stderr, "oops"), (LogStream.Stdout, "world")], lines.Select(line => (line.Stream, line.Text)));
        }
    }

    [Theory]
    [InlineData("1.47", Raw, null)]
    [InlineData("1.41", Raw, """{"Id":"c","Config":{"Tty":true}}""")]
    [InlineData("1.41", "application/octet-stream", """{"Id":"c","Config":{"Tty":true}}""")]
    public async Task Output_of_a_terminal_is_not_taken_for_frames(string version, string contentType, string? inspect)
    {
        _engine.ApiVersion = version;
        _engine.Script(exchange => exchange.Path.EndsWith("/logs", StringComparison.Ordinal)
            ? exchange.StreamAsync("plain\r\ntext"u8.ToArray(), contentType)
            : exchange.RespondAsync(inspect is null ? 500 : 200, inspect ?? ""));

        var lines = await ReadAsync(new LogOptions()).AsLinesAsync(1000, Token).ToListAsync(Token);

        Assert.Equal(["plain", "text"], lines.Select(line => line.Text));
    }

    [Theory]
    [InlineData("""{"Id":"c","Config":{"Tty":false}}""")]
    [InlineData(null)]
    public async Task Frames_of_an_old_engine_are_known_by_the_container(string? inspect)
    {
        _engine.ApiVersion = "1.41";
        _engine.Script(exchange => exchange.Path.EndsWith("/logs", StringComparison.Ordinal)
            ? exchange.StreamAsync(Frame(1, "framed"), "application/octet-stream")
            : exchange.RespondAsync(inspect is null ? 404 : 200, inspect ?? ""));

        Assert.Equal("framed", (await ReadAsync(new LogOptions()).SingleAsync(Token)).Text);
    }

    [Theory]
    [InlineData(1, uint.MaxValue)]
    [InlineData(1, 4 * 1024 * 1024 + 1)]
    [InlineData(9, 4)]
    [InlineData((byte)'t', 4)]
    public async Task Impossible_frame_is_refused_before_memory_is_taken(byte stream, uint length)
    {
        _engine.Script(exchange => exchange.StreamAsync(Header(stream, length), Multiplexed));

        await Assert.ThrowsAsync<DockerProtocolException>(async () => await ReadAsync(new LogOptions()).ToListAsync(Token));
    }

    [Theory]
    [InlineData(3)]
    [InlineData(10)]
    public async Task Output_that_ends_inside_a_frame_is_cut_off(int bytes)
    {
        _engine.Script(exchange => exchange.StreamAsync(Frame(1, "half a frame").AsMemory(0, bytes), Multiplexed));

        await Assert.ThrowsAsync<DockerUnavailableException>(async () => await ReadAsync(new LogOptions()).ToListAsync(Token));
    }

    [Fact]
    public async Task Error_of_the_engine_inside_the_output_is_an_error()
    {
        _engine.Script(exchange => exchange.StreamAsync(Frame(3, "log file is corrupt\n"), Multiplexed));

        var error = await Assert.ThrowsAsync<DockerApiException>(async () => await ReadAsync(new LogOptions()).ToListAsync(Token));

        Assert.Equal((null, "log file is corrupt"), (error.StatusCode, error.EngineMessage));
    }

    [Fact]
    public async Task Cancelling_a_followed_log_closes_the_connection()
    {
        var gone = new TaskCompletionSource();
        _engine.Script(async exchange =>
        {
            await exchange.BeginAsync(Multiplexed);
            await exchange.WriteAsync(Frame(1, "up"));
            await exchange.ClientGoneAsync();
            gone.SetResult();
        });
        using var cancellation = CancellationTokenSource.CreateLinkedTokenSource(Token);

        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () =>
        {
            await foreach (var _ in _engine.Client.Containers.LogsAsync("c", new LogOptions(Follow: true), cancellation.Token))
                await cancellation.CancelAsync();
        });

        await gone.Task.WaitAsync(Token);
    }

    [Fact]
    public async Task Leaving_a_followed_log_closes_the_connection()
    {
        var gone = new TaskCompletionSource();
        _engine.Script(async exchange =>
        {
            await exchange.BeginAsync(Multiplexed);
            await exchange.WriteAsync(Frame(1, "up"));
            await exchange.ClientGoneAsync();
            gone.SetResult();
        });

        await ReadAsync(new LogOptions(Follow: true)).FirstAsync(Token);

        await gone.Task.WaitAsync(Token);
    }

    [Fact]
    public async Task Options_are_asked_for()
    {
        _engine.Script(exchange => exchange.StreamAsync(Encoding.UTF8.GetBytes(""), Multiplexed));
        var since = DateTimeOffset.FromUnixTimeMilliseconds(1_700_000_000_250);

        await ReadAsync(new LogOptions(Tail: 5, Follow: true, Timestamps: true, Since: since)).ToListAsync(Token);

        Assert.Equal("stdout=1&stderr=1&follow=1&timestamps=1&tail=5&since=1700000000.250000000", Assert.Single(_engine.Requests).Query);
    }

    private IAsyncEnumerable<LogFrame> ReadAsync(LogOptions options) => _engine.Client.Containers.LogsAsync("c", options, Token);
}
