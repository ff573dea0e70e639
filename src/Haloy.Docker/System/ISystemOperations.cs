namespace Haloy.Docker.System;

/// <summary>The engine itself.</summary>
public interface ISystemOperations
{
    /// <summary>Returns when the engine answers; otherwise a <see cref="DockerUnavailableException"/> says why and what to do.</summary>
    Task PingAsync(CancellationToken cancellationToken);

    /// <summary>Versions of engine and API.</summary>
    Task<EngineVersion> VersionAsync(CancellationToken cancellationToken);

    /// <summary>What the engine runs on.</summary>
    Task<EngineInfo> InfoAsync(CancellationToken cancellationToken);
}
