using System.Text.Json;
using Haloy.Cli.Api;
using Haloy.Contracts.Logs;
using Haloy.Core;

namespace Haloy.Cli.Deployments;

/// <summary>
/// Reads a deployment's log to its end. A stream that breaks is taken up again after the last entry seen, for as long as a
/// daemon needs to restart: the deployment goes on there without us.
/// </summary>
internal sealed class DeploymentFollower(HaloyApi api, TimeProvider time)
{
    private static readonly TimeSpan ReconnectFor = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan ReconnectPause = TimeSpan.FromMilliseconds(500);

    // A daemon without event ids replays from the start; what was shown is recognised by its text.
    private readonly HashSet<string> _seenWithoutId = new(StringComparer.Ordinal);
    private string? _lastId;

    /// <summary>The final entry, failed or not; a failure when the end was never seen.</summary>
    public async Task<Outcome<LogEntry>> FollowAsync(string deploymentId, Action<LogEntry> onEntry, CancellationToken cancellationToken)
    {
        // A stream may be quiet for long before it breaks: only the time without one counts.
        long? lost = null;
        while (true)
        {
            var attempt = await ReadOnceAsync(deploymentId, onEntry, cancellationToken);
            if (attempt.Final is { } final)
                return final;
            if (attempt.Refused is { } refused)
                return refused;
            lost = attempt.Held ? null : lost ?? time.GetTimestamp();
            if (lost is { } since && time.GetElapsedTime(since) > ReconnectFor)
            {
                return new Failure(
                    $"The connection to server '{api.Server.Name}' was lost before deployment {deploymentId} ended, and did not come back within 30 seconds.",
                    "It continues on the server: see how it ended with 'haloy status'.");
            }

            await Task.Delay(ReconnectPause, time, cancellationToken);
        }
    }

    private async Task<Attempt> ReadOnceAsync(string deploymentId, Action<LogEntry> onEntry, CancellationToken cancellationToken)
    {
        var opened = await api.OpenStreamAsync(
            $"v1/deploy/{Uri.EscapeDataString(deploymentId)}/logs", "show the deployment's log", _lastId, Forgotten(deploymentId), cancellationToken);
        if (!opened.Succeeded)
            return new Attempt(null, opened.Failure.IsOutage ? null : opened.Failure);

        using var stream = opened.Value;
        var openedAt = time.GetTimestamp();
        var heard = false;
        try
        {
            await foreach (var item in stream.ReadAsync(cancellationToken))
            {
                if (Entry(item) is not { } entry)
                    continue;
                heard = true;
                onEntry(entry);
                if (entry.IsDeploymentComplete || entry.IsDeploymentFailed)
                    return new Attempt(entry, null);
            }
        }
        catch (IOException)
        {
            // Broken: the caller tries again.
        }

        return new Attempt(null, null, heard || time.GetElapsedTime(openedAt) > ReconnectPause);
    }

    private LogEntry? Entry(StreamEvent item)
    {
        if (item.Id is null && !_seenWithoutId.Add(item.Data))
            return null;
        _lastId = item.Id ?? _lastId;
        try
        {
            return JsonSerializer.Deserialize(item.Data, LogJson.Default.LogEntry);
        }
        catch (JsonException)
        {
            return new LogEntry { Level = "WARN", Message = "An entry of the log is not understood and was left out", Timestamp = time.GetUtcNow() };
        }
    }

    private Failure Forgotten(string deploymentId) =>
        new($"Server '{api.Server.Name}' does not know deployment {deploymentId}.", "See what runs there with 'haloy status'.");

    /// <param name="Final">The last entry of the deployment.</param>
    /// <param name="Refused">Why it makes no sense to try again.</param>
    /// <param name="Held">Whether there was a stream worth the name: one that ends as it begins is no connection.</param>
    private readonly record struct Attempt(LogEntry? Final, Failure? Refused, bool Held = false);
}
