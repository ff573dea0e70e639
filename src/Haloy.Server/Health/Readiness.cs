using Haloy.Server.Discovery;

namespace Haloy.Server.Health;

/// <summary>Whether one container may get traffic.</summary>
internal enum ReadinessState
{
    /// <summary>Not running.</summary>
    Down,

    /// <summary>Running, its probe has not passed or it is not up long enough.</summary>
    Starting,

    /// <summary>May get traffic.</summary>
    Ready,
}

/// <summary>A verdict with its reason.</summary>
/// <param name="State">The verdict.</param>
/// <param name="Detail">Why it is not ready.</param>
/// <param name="NeedsProbe">An HTTP probe would change the verdict.</param>
/// <param name="WakeAt">When time alone will change the verdict.</param>
internal sealed record ReadinessVerdict(ReadinessState State, string? Detail = null, bool NeedsProbe = false, DateTimeOffset? WakeAt = null)
{
    /// <summary>The first probe has not answered: nothing can be said against the container yet, however long it has been up.</summary>
    public bool IsUnknown { get; init; }

    public bool IsReady => State == ReadinessState.Ready;
}

/// <summary>
/// The readiness rule: running, the image's own HEALTHCHECK healthy or else an HTTP probe passed, and up for the asked-for time.
/// A container that serves no domain speaks an unknown protocol: it is ready when it stays up.
/// </summary>
internal static class Readiness
{
    /// <summary>How long a container without probe must stay up, so that a crash at start is not mistaken for success.</summary>
    public static readonly TimeSpan StableWithoutProbe = TimeSpan.FromSeconds(2);

    public static ReadinessVerdict Of(ObservedContainer container, ProbeResult? probe, DateTimeOffset now)
    {
        if (!container.IsRunning || container.StartedAt is not { } startedAt)
            return new(ReadinessState.Down, $"it is {container.State}");

        if (container.State == "paused")
            return new(ReadinessState.Starting, "it is paused");

        var probed = container.DockerHealth is null && container.IsPublic;
        if (container.DockerHealth is { } health)
        {
            if (health != "healthy")
                return new(ReadinessState.Starting, $"its HEALTHCHECK says {health}{Output(container.DockerHealthOutput)}");
        }
        else if (probed)
        {
            if (container.Address is null)
                return new(ReadinessState.Starting, "it has no address on the app's network");
            if (probe is not { Passed: true })
                return new(ReadinessState.Starting, probe?.Detail ?? "it has not been probed yet", NeedsProbe: true) { IsUnknown = probe is null };
        }

        var mustBeUp = probed || container.DockerHealth is not null || container.MinReady > StableWithoutProbe ? container.MinReady : StableWithoutProbe;
        var readyAt = startedAt + mustBeUp;
        return now >= readyAt
            ? new(ReadinessState.Ready)
            : new(ReadinessState.Starting, $"it must stay up for {mustBeUp.TotalSeconds:0.#} s", WakeAt: readyAt);
    }

    private static string Output(string? output) => string.IsNullOrWhiteSpace(output) ? "" : $": {output.Trim()}";
}
