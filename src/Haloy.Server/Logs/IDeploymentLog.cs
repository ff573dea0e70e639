using Haloy.Contracts.Logs;

namespace Haloy.Server.Logs;

/// <summary>The log of each deployment: numbered rows that are appended, kept with the deployment, and read by any number of readers.</summary>
internal interface IDeploymentLog
{
    /// <summary>Appends an entry and wakes its readers.</summary>
    void Append(string deploymentId, LogEntry entry);

    /// <summary>Whether the entry that completes the deployment is there: nothing follows.</summary>
    bool HasEnded(string deploymentId);

    /// <summary>Every entry after number <paramref name="after"/>, then those that follow, until the one that completes the deployment.</summary>
    IAsyncEnumerable<NumberedEntry> ReadAsync(string deploymentId, long after, CancellationToken cancellationToken);
}

/// <summary>An entry with its place, from 1.</summary>
internal sealed record NumberedEntry(long Number, LogEntry Entry);
