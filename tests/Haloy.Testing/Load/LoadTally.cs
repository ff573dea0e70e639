namespace Haloy.Testing.Load;

/// <summary>What one worker saw; used by that worker only, read when it has ended.</summary>
internal sealed class LoadTally
{
    private readonly List<double> _milliseconds = [];
    private readonly List<LoadFailure> _failures = [];
    private readonly Dictionary<string, VersionSeen> _versions = [];

    public void AddSuccess(double at, double milliseconds, string version)
    {
        _milliseconds.Add(milliseconds);
        _versions[version] = _versions.TryGetValue(version, out var seen)
            ? seen with { Count = seen.Count + 1, LastAt = at }
            : new VersionSeen(version, 1, at, at);
    }

    public void AddFailure(LoadFailure failure) => _failures.Add(failure);

    public static LoadReport Sum(IReadOnlyCollection<LoadTally> tallies, DateTimeOffset startedAt, double seconds, long connections)
    {
        var failures = tallies.SelectMany(tally => tally._failures).OrderBy(failure => failure.At).ToList();
        var milliseconds = tallies.SelectMany(tally => tally._milliseconds).ToList();
        var versions = tallies.SelectMany(tally => tally._versions.Values)
            .GroupBy(seen => seen.Version)
            .Select(seen => new VersionSeen(seen.Key, seen.Sum(s => s.Count), seen.Min(s => s.FirstAt), seen.Max(s => s.LastAt)))
            .OrderBy(seen => seen.FirstAt);
        return new LoadReport(
            startedAt, Math.Round(seconds, 3), milliseconds.Count + failures.Count, failures.Count, connections,
            LatencySummary.Of(milliseconds), [.. versions], [.. failures.Take(100)]);
    }
}
