using System.Runtime.CompilerServices;
using Haloy.Contracts.Logs;
using Haloy.Server.Logs;

namespace Haloy.Server.Tests.Support;

/// <summary>Deployment logs without a file.</summary>
internal sealed class InMemoryLog : IDeploymentLog
{
    private readonly List<(string Id, LogEntry Entry)> _entries = [];

    public void Append(string deploymentId, LogEntry entry) => _entries.Add((deploymentId, entry));

    public bool HasEnded(string deploymentId) => Of(deploymentId).Any(e => e.IsDeploymentComplete);

    public IReadOnlyList<LogEntry> Of(string deploymentId) => [.. _entries.Where(e => e.Id == deploymentId).Select(e => e.Entry)];

    public async IAsyncEnumerable<NumberedEntry> ReadAsync(string deploymentId, long after, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await Task.CompletedTask;
        foreach (var (number, entry) in Of(deploymentId).Index().Where(e => e.Index >= after))
            yield return new(number + 1, entry);
    }
}
