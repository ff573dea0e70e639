using Haloy.Contracts.ProxyControl;
using Haloy.Proxy.Routing;
using Microsoft.Extensions.Logging;

namespace Haloy.Proxy.Control;

/// <summary>The only way a table comes into force: checked whole, saved, then applied. What fails leaves the running table as it is.</summary>
internal sealed partial class ConfigGate(TableHolder tables, SnapshotFile file, TimeProvider time, ILogger<ConfigGate> logger)
{
    private readonly Lock _lock = new();
    private Applied _applied = new(null, "empty", null);

    /// <summary>Where the table in force came from.</summary>
    public Applied Current => Volatile.Read(ref _applied);

    /// <summary>Starts from the saved snapshot, or from an empty table when it cannot be used.</summary>
    public void Restore()
    {
        var saved = file.Load();
        if (!saved.Succeeded && saved.Failure is { } failure)
            LogNotRestored(file.Path, failure.Message);
        else if (saved.Value is { } snapshot)
            Apply(snapshot, "snapshot-file");
    }

    /// <returns>HTTP status and, unless it is 200, the reasons.</returns>
    public (int Status, string? Error) Accept(ReadOnlySpan<byte> json)
    {
        var parsed = SnapshotJson.Parse(json);
        if (!parsed.Succeeded)
            return (400, parsed.Failure.Message);

        var snapshot = parsed.Value;
        if (snapshot.SchemaVersion > RoutingSnapshot.CurrentSchemaVersion)
            return (409, $"schema version {snapshot.SchemaVersion} is newer than {RoutingSnapshot.CurrentSchemaVersion}, the highest this proxy reads; upgrade haloy-proxy first");
        if (SnapshotValidator.Problems(snapshot) is { Count: > 0 } problems)
            return (400, string.Join('\n', problems));

        lock (_lock)
        {
            if (snapshot.Generation != 0 && snapshot.Generation < tables.Current.Generation)
                return (409, $"generation {snapshot.Generation} is older than {tables.Current.Generation}, which is in force");
            if (TrySave(json) is { } reason)
                return (500, $"the snapshot could not be saved and was not applied: {reason}");
            Apply(snapshot, "socket");
        }

        return (200, null);
    }

    private string? TrySave(ReadOnlySpan<byte> json)
    {
        try
        {
            file.Save(json);
            return null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return e.Message;
        }
    }

    private void Apply(RoutingSnapshot snapshot, string source)
    {
        tables.Adopt(snapshot);
        Volatile.Write(ref _applied, new Applied(SnapshotHash.Of(snapshot), source, time.GetUtcNow()));
        LogApplied(snapshot.Generation, source, tables.Current.RouteCount);
    }

    [LoggerMessage(EventId = 4201, Level = LogLevel.Information, Message = "Table {Generation} is in force (from {Source}); routes: {Routes}")]
    private partial void LogApplied(long generation, string source, int routes);

    [LoggerMessage(EventId = 4202, Level = LogLevel.Error, Message = "Starting without routes, and every request is answered with 503 until the daemon sends a table: {Path} cannot be used: {Reason}")]
    private partial void LogNotRestored(string path, string reason);
}

/// <summary>How the table in force got there.</summary>
internal sealed record Applied(string? Hash, string Source, DateTimeOffset? At);
