using Haloy.Contracts.Logs;
using Haloy.Server.Deployments;
using Haloy.Server.Logs;
using Haloy.Server.Storage;
using Haloy.Server.Tests.Support;
using Haloy.Testing;

namespace Haloy.Server.Tests.Storage;

public sealed class DeploymentLogTests : IDisposable
{
    private static readonly LogEntry Last = new() { Message = "done", IsDeploymentComplete = true };

    private readonly TempDirectory _directory = new();
    private readonly Database _database;
    private readonly DeploymentLog _log;

    public DeploymentLogTests()
    {
        _database = Database.Open(_directory.File("db", "haloy.db"));
        new DeploymentStore(_database, SecretBox.Open(_directory.File("key"))).Add(A.Deployment("d1", DeploymentPhase.Pending));
        _log = new(_database);
    }

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose()
    {
        _database.Dispose();
        _directory.Dispose();
    }

    [Fact]
    public async Task Reader_gets_everything_in_order_and_ends_with_the_last()
    {
        _log.Append("d1", new() { Message = "one", Fields = new Dictionary<string, string> { ["logs"] = "a\nb" } });
        _log.Append("d1", Last);

        var read = await ReadAsync(after: 0);

        Assert.Equal([(1, "one"), (2, "done")], read.Select(e => (e.Number, e.Entry.Message)));
        Assert.Equal("a\nb", read[0].Entry.Fields!["logs"]);
        Assert.True(_log.HasEnded("d1"));
    }

    [Fact]
    public async Task Reader_resumes_after_what_it_had()
    {
        Append("one", "two");
        _log.Append("d1", Last);

        Assert.Equal(["done"], (await ReadAsync(after: 2)).Select(e => e.Entry.Message));
    }

    [Fact]
    public async Task Reader_that_had_everything_ends_at_once()
    {
        Append("one");
        _log.Append("d1", Last);

        Assert.Empty(await ReadAsync(after: 2));
    }

    [Fact]
    public async Task Long_log_is_read_to_its_end()
    {
        _database.Write(connection =>
        {
            for (var number = 1; number <= 1201; number++)
                Database.Execute(connection, "INSERT INTO deployment_log VALUES ('d1', $n, '{\"message\":\"m\"}')", ("$n", number));
            return 0;
        });
        _log.Append("d1", Last);

        Assert.Equal(1202, (await ReadAsync(after: 0)).Count);
    }

    [Fact]
    public async Task Every_reader_follows_live()
    {
        var readers = Enumerable.Range(0, 5).Select(_ => ReadAsync(after: 0)).ToArray();
        Append("one", "two");
        _log.Append("d1", Last);

        foreach (var reader in readers)
            Assert.Equal([1, 2, 3], (await reader).Select(e => e.Number));
    }

    [Fact]
    public void Entry_of_an_unknown_deployment_is_dropped()
    {
        _log.Append("nobody", Last);

        Assert.False(_log.HasEnded("nobody"));
    }

    [Fact]
    public void Entries_after_the_end_do_not_open_it_again()
    {
        _log.Append("d1", Last);
        Append("its containers are started again by a later failure");

        Assert.True(_log.HasEnded("d1"));
    }

    private void Append(params string[] messages)
    {
        foreach (var message in messages)
            _log.Append("d1", new() { Message = message });
    }

    private async Task<List<NumberedEntry>> ReadAsync(long after)
    {
        var read = new List<NumberedEntry>();
        await foreach (var entry in _log.ReadAsync("d1", after, Cancellation))
            read.Add(entry);
        return read;
    }
}
