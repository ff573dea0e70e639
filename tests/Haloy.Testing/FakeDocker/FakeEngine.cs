using Haloy.Docker;
using Haloy.Docker.Containers;
using Haloy.Docker.Events;
using Haloy.Docker.Exec;
using Haloy.Docker.Images;
using Haloy.Docker.Networks;
using Haloy.Docker.System;
using Haloy.Docker.Volumes;

namespace Haloy.Testing.FakeDocker;

/// <summary>
/// A Docker engine in memory that behaves as the real one does at the border: names are unique, a stop takes time, addresses pass on,
/// and what was asked for happens even when the one who asked has died.
/// </summary>
public sealed class FakeEngine : IDockerClient
{
    private readonly TimeProvider _time;
    private readonly FakeContainers _containers;
    private readonly FakeEvents _events = new();

    public FakeEngine(TimeProvider time)
    {
        _time = time;
        _containers = new(this);
        Images = new FakeImages(this);
        Networks = new FakeNetworks(this);
        Volumes = new FakeVolumes(this);
        System = new FakeSystem(this);
    }

    /// <summary>How long an operation (<c>create</c>, <c>start</c>, <c>inspect</c> …) takes.</summary>
    public Func<string, TimeSpan> Latency { get; set; } = _ => TimeSpan.Zero;

    /// <summary>An operation on a thing that fails, instead of being done.</summary>
    public Func<string, string, DockerException?> Fault { get; set; } = (_, _) => null;

    /// <summary>Every operation that was begun, as <c>verb subject</c>.</summary>
    public List<string> Calls { get; } = [];

    public IReadOnlyCollection<FakeContainer> All => _containers.All;

    public FakeImages Store => (FakeImages)Images;

    public FakeEvents Stream => _events;

    public FakeContainers Box => _containers;

    public IContainerOperations Containers => _containers;

    public IImageOperations Images { get; }

    public INetworkOperations Networks { get; }

    public IVolumeOperations Volumes { get; }

    public IEventOperations Events => _events;

    public IExecOperations Exec => throw new NotSupportedException();

    public ISystemOperations System { get; }

    internal TimeProvider Time => _time;

    /// <summary>An error as the engine answers it.</summary>
    public static DockerApiException Refusal(int status, string message) => new((global::System.Net.HttpStatusCode)status, message, "TEST");

    /// <summary>No engine.</summary>
    public static DockerUnavailableException Unavailable() => new("Docker does not answer (test)", "Start it.", null);

    /// <summary>Does <paramref name="effect"/> after the operation's latency. Cancelling ends the wait for it, not the operation.</summary>
    internal async Task<T> DoAsync<T>(string verb, string subject, Func<T> effect, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        Calls.Add($"{verb} {subject}");
        return await PerformAsync(verb, subject, effect).WaitAsync(cancellationToken);
    }

    private async Task<T> PerformAsync<T>(string verb, string subject, Func<T> effect)
    {
        if (Latency(verb) is { Ticks: > 0 } latency)
            await Task.Delay(latency, _time, CancellationToken.None);
        if (Fault(verb, subject) is { } fault)
            throw fault;
        return effect();
    }
}
