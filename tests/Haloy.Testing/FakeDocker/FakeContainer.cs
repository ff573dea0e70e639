using Haloy.Docker.Containers;

namespace Haloy.Testing.FakeDocker;

/// <summary>A container of <see cref="FakeEngine"/>.</summary>
public sealed class FakeContainer
{
    public required string Id { get; init; }

    public required string Name { get; set; }

    public required IReadOnlyDictionary<string, string> Labels { get; init; }

    public ContainerSpec Spec { get; init; } = new() { Image = "" };

    public DateTimeOffset Created { get; init; }

    public string State { get; set; } = "created";

    public int ExitCode { get; set; }

    public RestartPolicy RestartPolicy { get; set; } = RestartPolicy.UnlessStopped;

    public int RestartCount { get; set; }

    public DateTimeOffset? StartedAt { get; set; }

    public DateTimeOffset? FinishedAt { get; set; }

    public string Address { get; set; } = "";

    public ContainerHealth? Health { get; set; }

    /// <summary>It was told to stop and has not ended yet.</summary>
    public bool Stopping { get; set; }

    public List<string> Output { get; } = [];

    public bool IsRunning => State == "running";

    public ContainerDetails Details() => new(
        Id,
        Name,
        Created,
        "sha256:image",
        new(Spec.Image, Spec.Env, Labels, Tty: false, [], Health is not null),
        new(State, IsRunning, State == "restarting", State == "paused", ExitCode, "", OomKilled: false, StartedAt, FinishedAt, Health),
        RestartCount,
        new Dictionary<string, string> { [Spec.NetworkName ?? "haloy"] = Address },
        new(Spec.NetworkName ?? "haloy", RestartPolicy),
        []);

    public ContainerSummary Summary() => new(Id, [Name], Spec.Image, "sha256:image", Labels, State, State, Created);
}
