using Haloy.Docker.Containers;
using Haloy.Docker.Events;
using Haloy.Docker.Exec;
using Haloy.Docker.Images;
using Haloy.Docker.Networks;
using Haloy.Docker.System;
using Haloy.Docker.Volumes;

namespace Haloy.Docker;

/// <summary>A Docker engine, one property per noun of its API, so that a test can replace a single noun.</summary>
public interface IDockerClient
{
    /// <summary>Containers: list, create, start, stop, remove, logs.</summary>
    IContainerOperations Containers { get; }

    /// <summary>Images: inspect, load, pull, build, tag, remove.</summary>
    IImageOperations Images { get; }

    /// <summary>Networks: create, connect, remove.</summary>
    INetworkOperations Networks { get; }

    /// <summary>Named volumes.</summary>
    IVolumeOperations Volumes { get; }

    /// <summary>The engine's event stream.</summary>
    IEventOperations Events { get; }

    /// <summary>Commands run inside running containers.</summary>
    IExecOperations Exec { get; }

    /// <summary>The engine itself: ping, version, information.</summary>
    ISystemOperations System { get; }
}
