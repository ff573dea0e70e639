using System.Text.Json;
using Haloy.Contracts.ProxyControl;
using Haloy.Core;
using Haloy.Proxy.Routing;

namespace Haloy.Proxy.Control;

/// <summary><c>DIR/proxy/snapshot.json</c>: the last table that was accepted, byte for byte as it came, so that fields we do not know survive.</summary>
internal sealed class SnapshotFile(string directory)
{
    public string Path { get; } = System.IO.Path.Combine(directory, "snapshot.json");

    public void Save(ReadOnlySpan<byte> json) => AtomicFile.Write(Path, json);

    /// <summary>The saved snapshot, <see langword="null"/> when there is none, or why it cannot be used.</summary>
    public Outcome<RoutingSnapshot?> Load()
    {
        try
        {
            return File.Exists(Path) ? Read(File.ReadAllBytes(Path)) : (RoutingSnapshot?)null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return new Failure(e.Message);
        }
    }

    private static Outcome<RoutingSnapshot?> Read(byte[] json)
    {
        var parsed = SnapshotJson.Parse(json);
        if (!parsed.Succeeded)
            return parsed.Failure;
        if (parsed.Value.SchemaVersion > RoutingSnapshot.CurrentSchemaVersion)
            return new Failure($"its schema version {parsed.Value.SchemaVersion} is newer than this proxy");
        return SnapshotValidator.Problems(parsed.Value) is { Count: > 0 } problems ? new Failure(string.Join("; ", problems)) : parsed.Value;
    }
}

/// <summary>Reads snapshots with an error a person can use.</summary>
internal static class SnapshotJson
{
    public static Outcome<RoutingSnapshot> Parse(ReadOnlySpan<byte> json)
    {
        try
        {
            if (JsonSerializer.Deserialize(json, ProxyControlJson.Default.RoutingSnapshot) is { } snapshot)
                return snapshot;
            return new Failure("the snapshot is null");
        }
        catch (JsonException e)
        {
            // The reader's own words say where; the converter's speak of types of ours.
            return new Failure(e.InnerException is JsonException
                ? $"the snapshot is not valid JSON: {e.Message}"
                : $"the snapshot has a value of a wrong kind: {e.Path}, line {e.LineNumber + 1}, byte {e.BytePositionInLine + 1}");
        }
    }
}
