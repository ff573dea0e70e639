using System.Text.Json;
using System.Text.Json.Serialization;

namespace Haloy.Testing.Load;

/// <summary>What a run of <see cref="LoadClient"/> saw.</summary>
/// <param name="StartedAt">Start of the run.</param>
/// <param name="Seconds">Length of the run.</param>
/// <param name="Requests">Finished requests, failed ones included.</param>
/// <param name="Failed">Requests without a whole and right answer.</param>
/// <param name="Connections">Connections opened by the workers that keep theirs; more than there are such workers means some were closed on them.</param>
/// <param name="Latency">Of all requests that succeeded.</param>
/// <param name="Versions">By value of the <c>X-Hello-Version</c> header, in the order of first sight.</param>
/// <param name="Failures">The first 100 failures, by time.</param>
public sealed record LoadReport(
    DateTimeOffset StartedAt,
    double Seconds,
    long Requests,
    long Failed,
    long Connections,
    LatencySummary Latency,
    IReadOnlyList<VersionSeen> Versions,
    IReadOnlyList<LoadFailure> Failures)
{
    /// <summary>As indented JSON.</summary>
    public string ToJson() => JsonSerializer.Serialize(this, LoadJson.Default.LoadReport);
}

/// <summary>Percentiles in milliseconds.</summary>
public sealed record LatencySummary(double P50, double P90, double P99, double P999, double Max)
{
    internal static LatencySummary Of(List<double> milliseconds)
    {
        milliseconds.Sort();
        return new LatencySummary(At(0.5), At(0.9), At(0.99), At(0.999), At(1));

        double At(double share) =>
            milliseconds.Count == 0 ? 0 : Math.Round(milliseconds[(int)Math.Ceiling(share * milliseconds.Count) - 1], 2);
    }
}

/// <summary>How often and when (seconds since the start) a version answered.</summary>
public sealed record VersionSeen(string Version, long Count, double FirstAt, double LastAt);

/// <summary>One failed request: when (seconds since the start), by which kind of worker, what, and why.</summary>
public sealed record LoadFailure(double At, string Worker, string Request, string Reason);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, WriteIndented = true)]
[JsonSerializable(typeof(LoadReport))]
internal sealed partial class LoadJson : JsonSerializerContext;
