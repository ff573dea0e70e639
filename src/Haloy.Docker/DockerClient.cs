using Haloy.Docker.Containers;
using Haloy.Docker.Events;
using Haloy.Docker.Exec;
using Haloy.Docker.Images;
using Haloy.Docker.Networks;
using Haloy.Docker.System;
using Haloy.Docker.Volumes;

namespace Haloy.Docker;

/// <summary>The engine at an endpoint. Thread-safe; connects on the first call, so making one never fails.</summary>
public sealed class DockerClient(DockerEndpoint endpoint) : IDockerClient, IDisposable
{
    /// <summary>Where the engine is.</summary>
    public DockerEndpoint Endpoint => endpoint;

    /// <inheritdoc/>
    public IContainerOperations Containers => throw new NotImplementedException();

    /// <inheritdoc/>
    public IImageOperations Images => throw new NotImplementedException();

    /// <inheritdoc/>
    public INetworkOperations Networks => throw new NotImplementedException();

    /// <inheritdoc/>
    public IVolumeOperations Volumes => throw new NotImplementedException();

    /// <inheritdoc/>
    public IEventOperations Events => throw new NotImplementedException();

    /// <inheritdoc/>
    public IExecOperations Exec => throw new NotImplementedException();

    /// <inheritdoc/>
    public ISystemOperations System => throw new NotImplementedException();

    /// <summary>Closes every connection; streams still open end with an error.</summary>
    public void Dispose()
    {
    }
}
