using Haloy.Contracts.Logs;
using Haloy.Server.Logs;
using Haloy.Testing;
using Microsoft.Extensions.Logging;

namespace Haloy.Server.Tests.Logs;

public sealed class ServerLogTests
{
    private readonly FakeClock _clock = new();
    private readonly ServerLog _log;

    public ServerLogTests() => _log = new ServerLog(_clock);

    [Fact]
    public async Task Reader_gets_the_last_hundred_and_then_what_follows()
    {
        for (var i = 1; i <= 120; i++)
            _log.Append(Entry(i));
        await using var reader = Read(requests: false);

        for (var i = 21; i <= 120; i++)
            Assert.Equal($"{i}", await NextAsync(reader));
        _log.Append(Entry(121));
        Assert.Equal("121", await NextAsync(reader));
    }

    [Fact]
    public async Task Requests_reach_only_those_who_ask_for_them_and_are_not_kept()
    {
        await using var curious = Read(requests: true);
        await using var plain = Read(requests: false);
        _log.AppendRequest(new() { Message = ServerLog.RequestMessage });
        _log.Append(Entry(1));

        Assert.Equal((ServerLog.RequestMessage, "1"), (await NextAsync(curious), await NextAsync(plain)));
        await using var late = Read(requests: true);
        Assert.Equal("1", await NextAsync(late));
    }

    [Fact]
    public async Task Slow_reader_loses_the_oldest_and_is_told_how_many()
    {
        await using var reader = Read(requests: true);
        for (var i = 1; i <= 1500; i++)
            _log.AppendRequest(Entry(i));

        Assert.StartsWith("500 entries are missing", await NextAsync(reader));
        Assert.Equal("501", await NextAsync(reader));
    }

    [Fact]
    public async Task Event_becomes_an_entry_with_its_owner_beside_the_text()
    {
        using var provider = new ServerLogProvider(_log, LogLevel.Information, _clock);
        var logger = provider.CreateLogger("Haloy.Server.Logs.Journal");
        Write(logger, LogLevel.Information, [new("App", "shop"), new("Deployment", "d1")], "shop d1: replica 1 is healthy");
        Write(logger, LogLevel.Debug, [], "nobody wants that");
        Write(provider.CreateLogger("Microsoft.AspNetCore.Server.Kestrel"), LogLevel.Error, [], "what strangers do");
        Write(logger, LogLevel.Error, [], "It failed", new InvalidOperationException("broken"));
        await using var reader = Read(requests: false);

        await reader.MoveNextAsync();
        Assert.Equal(("INFO", "replica 1 is healthy", "shop", "d1", _clock.GetUtcNow()), reader.Current is var e ? (e.Level, e.Message, e.AppName, e.DeploymentId, e.Timestamp) : default);
        await reader.MoveNextAsync();
        Assert.Equal(("ERROR", "It failed"), (reader.Current.Level, reader.Current.Message));
        Assert.Contains("broken", reader.Current.Fields!["error"], StringComparison.Ordinal);
    }

    private static void Write(ILogger logger, LogLevel level, IReadOnlyList<KeyValuePair<string, object?>> values, string text, Exception? exception = null) =>
        logger.Log(level, default, values, exception, (_, _) => text);

    private IAsyncEnumerator<LogEntry> Read(bool requests) =>
        _log.Enter(requests).ReadAsync(TestContext.Current.CancellationToken).GetAsyncEnumerator(TestContext.Current.CancellationToken);

    private static LogEntry Entry(int number) => new() { Message = $"{number}" };

    private static async Task<string> NextAsync(IAsyncEnumerator<LogEntry> reader)
    {
        Assert.True(await reader.MoveNextAsync());
        return reader.Current.Message;
    }
}
