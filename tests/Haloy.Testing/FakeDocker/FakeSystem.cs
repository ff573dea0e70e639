using Haloy.Docker.System;

namespace Haloy.Testing.FakeDocker;

/// <summary>The machine of <see cref="FakeEngine"/>.</summary>
public sealed class FakeSystem(FakeEngine engine) : ISystemOperations
{
    public Task PingAsync(CancellationToken cancellationToken) => engine.DoAsync("ping", "", () => true, cancellationToken);

    public Task<EngineVersion> VersionAsync(CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task<EngineInfo> InfoAsync(CancellationToken cancellationToken) =>
        engine.DoAsync("info", "", () => new EngineInfo("x86_64", "/var/lib/docker", "20.10.24", "test", 2, 1), cancellationToken);
}
