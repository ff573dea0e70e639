using Haloy.Docker.Containers;
using Haloy.Docker.Events;
using Haloy.Docker.Exec;
using Haloy.Docker.Images;
using Haloy.Docker.Networks;
using Haloy.Docker.System;
using Haloy.Docker.Transport;
using Haloy.Docker.Volumes;

namespace Haloy.Docker;

/// <summary>The engine at an endpoint. Thread-safe; connects on the first call, so making one never fails.</summary>
public sealed class DockerClient : IDockerClient, IDisposable
{
    private readonly EngineTransport _engine;

    /// <summary>A client of the engine at <paramref name="endpoint"/>.</summary>
    public DockerClient(DockerEndpoint endpoint)
        : this(endpoint, TimeProvider.System)
    {
    }

    internal DockerClient(DockerEndpoint endpoint, TimeProvider time)
    {
        Endpoint = endpoint;
        _engine = new EngineTransport(endpoint, time);
        Containers = new ContainerOperations(_engine);
        Images = new ImageOperations(_engine);
        Networks = new NetworkOperations(_engine);
        Volumes = new VolumeOperations(_engine);
        Events = new EventOperations(_engine);
        Exec = new ExecOperations(_engine);
        System = new SystemOperations(_engine);
    }

    /// <summary>Where the engine is.</summary>
    public DockerEndpoint Endpoint { get; }

    /// <inheritdoc/>
    public IContainerOperations Containers { get; }

    /// <inheritdoc/>
    public IImageOperations Images { get; }

    /// <inheritdoc/>
    public INetworkOperations Networks { get; }

    /// <inheritdoc/>
    public IVolumeOperations Volumes { get; }

    /// <inheritdoc/>
    public IEventOperations Events { get; }

    /// <inheritdoc/>
    public IExecOperations Exec { get; }

    /// <inheritdoc/>
    public ISystemOperations System { get; }

    /// <summary>Closes every connection; streams still open end with an error.</summary>
    public void Dispose() => _engine.Dispose();
}
