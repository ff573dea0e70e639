using Haloy.Docker.Containers;

namespace Haloy.Integration.Tests.Docker;

public sealed class LogTests(EngineFixture engine)
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private IContainerOperations Containers => engine.Client.Containers;

    [Fact]
    public async Task Framed_output_keeps_its_streams_apart()
    {
        var id = await engine.StartAsync(engine.Shell("echo out-ü; echo err >&2"), Token);
        await Containers.WaitAsync(id, Token);

        var lines = await LinesAsync(id, new LogOptions());

        Assert.Equal([(LogStream.Stdout, "out-ü")], lines.Where(line => line.Stream == LogStream.Stdout).Select(line => (line.Stream, line.Text)));
        Assert.Equal([(LogStream.Stderr, "err")], lines.Where(line => line.Stream == LogStream.Stderr).Select(line => (line.Stream, line.Text)));
    }

    [Fact]
    public async Task Output_of_a_terminal_is_read_raw()
    {
        var id = await engine.StartAsync(engine.Shell("echo out; echo err >&2") with { Tty = true }, Token);
        await Containers.WaitAsync(id, Token);

        var lines = await LinesAsync(id, new LogOptions());

        Assert.True((await Containers.InspectAsync(id, Token))!.Config.Tty);
        Assert.Equal(["out", "err"], lines.Select(line => line.Text));
    }

    [Fact]
    public async Task Tail_gives_the_last_lines_and_since_leaves_out_older_ones()
    {
        var id = await engine.StartAsync(engine.Shell("echo one; echo two; echo three"), Token);
        await Containers.WaitAsync(id, Token);

        var tail = await LinesAsync(id, new LogOptions(Tail: 2, Timestamps: true));
        var nothing = await LinesAsync(id, new LogOptions(Since: DateTimeOffset.UtcNow.AddHours(1)));

        Assert.Equal(["two", "three"], tail.Select(line => line.Text.Split(' ')[1]));
        Assert.All(tail, line => Assert.True(DateTimeOffset.TryParse(line.Text.Split(' ')[0], out _)));
        Assert.Empty(nothing);
    }

    [Fact]
    public async Task Followed_log_ends_with_the_container()
    {
        var id = await engine.StartAsync(engine.Shell("for i in 1 2 3; do echo $i; sleep 0.1; done"), Token);

        var lines = await LinesAsync(id, new LogOptions(Follow: true));

        Assert.Equal(["1", "2", "3"], lines.Select(line => line.Text));
    }

    [Fact]
    public async Task Followed_log_ends_at_once_when_cancelled()
    {
        var id = await engine.StartAsync(engine.Shell("echo up; exec sleep 600"), Token);
        using var cancellation = CancellationTokenSource.CreateLinkedTokenSource(Token);

        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () =>
        {
            await foreach (var frame in Containers.LogsAsync(id, new LogOptions(Follow: true), cancellation.Token))
            {
                Assert.Equal("up\n", frame.Text);
                await cancellation.CancelAsync();
            }
        });
    }

    [Fact]
    public async Task A_megabyte_on_one_line_is_cut_to_the_limit()
    {
        var id = await engine.StartAsync(engine.Shell("yes | head -c 1000000 | while read -r x; do printf yy; done; echo; echo after"), Token);
        await Containers.WaitAsync(id, Token);

        var lines = await LinesAsync(id, new LogOptions());

        Assert.Equal([LogLines.DefaultMaxLineBytes, 5], lines.Select(line => line.Text.Length));
        Assert.Equal([true, false], lines.Select(line => line.Truncated));
    }

    private async Task<List<LogLine>> LinesAsync(string id, LogOptions options) =>
        await Containers.LogsAsync(id, options, Token).AsLinesAsync(LogLines.DefaultMaxLineBytes, Token).ToListAsync(Token);
}
