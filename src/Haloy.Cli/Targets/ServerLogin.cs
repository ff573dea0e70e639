using Haloy.Cli.Api;
using Haloy.Cli.Deployments;
using Haloy.Cli.Servers;
using Haloy.Cli.Terminal;
using Haloy.Contracts.Api;
using Haloy.Core;

namespace Haloy.Cli.Targets;

/// <summary>Checks each server once before anything is built or changed: it answers, and takes our token.</summary>
internal sealed class ServerLogin(HaloyApiFactory apis, ITerminal terminal)
{
    /// <summary>The targets with their servers, or <see langword="null"/> after the reason for each bad server has been shown.</summary>
    public async Task<IReadOnlyList<DeployTarget>?> ConnectAsync(LoadedTargets loaded, CancellationToken cancellationToken)
    {
        var located = loaded.Targets.Select(t => (Target: t, Server: loaded.Locator.Locate(t))).ToList();
        var servers = located.Where(l => l.Server.Succeeded).Select(l => l.Server.Value!).DistinctBy(Identity).ToList();
        var versions = await Task.WhenAll(servers.Select(async s => (Id: Identity(s), Version: await apis.For(s).GetVersionAsync(cancellationToken))));

        var failures = located.Where(l => !l.Server.Succeeded).Select(l => l.Server.Failure!)
            .Concat(versions.Where(v => !v.Version.Succeeded).Select(v => v.Version.Failure!))
            .Distinct()
            .ToList();
        failures.ForEach(terminal.Error);
        if (failures.Count > 0)
            return null;

        var known = versions.ToDictionary(v => v.Id, v => v.Version.Value!);
        return [.. located.Select(l => Join(l.Target, l.Server.Value!, known))];
    }

    private DeployTarget Join(Config.Targets.ResolvedTarget target, ServerConnection server, Dictionary<(Uri, string), VersionResponse> versions) =>
        new(target.HasServer ? target : target.WithServer(server.Name), apis.For(server), versions[Identity(server)]);

    private static (Uri, string) Identity(ServerConnection server) => (server.BaseAddress, server.Token);
}
