using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using System.Text.Json;
using Haloy.Contracts.Logs;
using Haloy.Server.Logs;

namespace Haloy.Server.Storage;

/// <summary>Deployment logs in SQLite. Readers wait for "something was appended" and then read from where they were: nothing is queued for a slow one.</summary>
internal sealed class DeploymentLog(Database database) : IDeploymentLog
{
    private readonly ConcurrentDictionary<string, TaskCompletionSource> _appended = new();

    public void Append(string deploymentId, LogEntry entry)
    {
        database.Write(connection => Database.Execute(
            connection,
            """
            INSERT INTO deployment_log (deployment_id, number, entry)
            SELECT $id, (SELECT COALESCE(MAX(number), 0) + 1 FROM deployment_log WHERE deployment_id = $id), $entry
            WHERE EXISTS (SELECT 1 FROM deployments WHERE id = $id)
            """,
            ("$id", deploymentId),
            ("$entry", JsonSerializer.Serialize(entry, LogJson.Default.LogEntry))));
        if (_appended.TryRemove(deploymentId, out var waiting))
            waiting.SetResult();
    }

    public async IAsyncEnumerable<NumberedEntry> ReadAsync(string deploymentId, long after, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        while (true)
        {
            // Taken before reading: what is appended in between completes it.
            var appended = _appended.GetOrAdd(deploymentId, static _ => new(TaskCreationOptions.RunContinuationsAsynchronously)).Task;
            var ended = HasEnded(deploymentId);
            var entries = Read(deploymentId, after);
            foreach (var entry in entries)
            {
                after = entry.Number;
                yield return entry;
                if (entry.Entry.IsDeploymentComplete)
                    yield break;
            }

            if (entries.Count > 0)
                continue;
            // A reader that comes back after the last entry has nothing to wait for.
            if (ended)
                yield break;
            await appended.WaitAsync(cancellationToken);
        }
    }

    public bool HasEnded(string deploymentId) => database.Read(connection => Database.Query(
        connection,
        "SELECT 1 FROM deployment_log WHERE deployment_id = $id AND json_extract(entry, '$.isDeploymentComplete') LIMIT 1",
        r => true,
        ("$id", deploymentId))).Count > 0;

    private List<NumberedEntry> Read(string deploymentId, long after) => database.Read(connection => Database.Query(
        connection,
        "SELECT number, entry FROM deployment_log WHERE deployment_id = $id AND number > $after ORDER BY number LIMIT 500",
        r => new NumberedEntry(r.GetInt64(0), JsonSerializer.Deserialize(r.GetString(1), LogJson.Default.LogEntry)!),
        ("$id", deploymentId),
        ("$after", after)));
}
