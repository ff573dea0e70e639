using Haloy.Docker.Transport;

namespace Haloy.Docker.System;

internal sealed class SystemOperations(EngineTransport engine) : ISystemOperations
{
    public Task PingAsync(CancellationToken cancellationToken) => engine.PingAsync(cancellationToken);

    public async Task<EngineVersion> VersionAsync(CancellationToken cancellationToken) =>
        (await engine.ReadAsync(EngineRequest.Get("/version"), DockerJson.Default.VersionWire, cancellationToken)).ToVersion();

    public async Task<EngineInfo> InfoAsync(CancellationToken cancellationToken) =>
        (await engine.ReadAsync(EngineRequest.Get("/info"), DockerJson.Default.InfoWire, cancellationToken)).ToInfo();
}
