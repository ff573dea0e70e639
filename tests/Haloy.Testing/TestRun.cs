namespace Haloy.Testing;

/// <summary>The mark on everything a test makes in Docker, by which leftovers of killed runs are found (scripts/sweep.sh).</summary>
public static class TestRun
{
    /// <summary>Label of containers, networks, volumes and images made by tests. An image hands it on to its containers.</summary>
    public const string Label = "haloy.test.run";

    /// <summary>Its value: starts with the number of a process that lives as long as the run.</summary>
    public static string Id { get; } =
        Environment.GetEnvironmentVariable("HALOY_TEST_RUN") is { Length: > 0 } id ? id : $"{Environment.ProcessId}-{Guid.NewGuid():N}"[..16];
}
