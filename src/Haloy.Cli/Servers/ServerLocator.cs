using Haloy.Cli.Hosting;
using Haloy.Config.Env;
using Haloy.Config.Targets;
using Haloy.Config.Validation;
using Haloy.Contracts.Api;
using Haloy.Core;

namespace Haloy.Cli.Servers;

/// <summary>Finds address and token for a target's server (spec/client §2, §10 row 20).</summary>
internal sealed class ServerLocator(CliEnvironment environment, EnvLookup variables, string deployFileDirectory)
{
    private readonly ServerList _servers = new(Path.Combine(environment.ConfigDirectory, "client.yaml"));

    /// <summary>Tries a development daemon first where nothing points elsewhere, then what the file, the list of servers and the environment say.</summary>
    public Outcome<ServerConnection> Locate(ResolvedTarget target)
    {
        if (MayBeDevDaemon(target))
        {
            var dev = DevDaemon.Find(environment.Home, deployFileDirectory, environment.WorkingDirectory);
            if (!dev.Succeeded && dev.Failure is { } failure)
                return failure;
            if (dev.Value is { } found)
                return new ServerConnection("localhost", new Uri(found.Api), found.Token, found.FilePath, found);
        }

        var servers = _servers.Read();
        if (!servers.Succeeded)
            return servers.Failure;

        var address = target.HasServer ? ServerAddress.Parse(target.Config.Server ?? "localhost") : OnlyServer(servers.Value, target.Key);
        return address.Succeeded ? WithToken(address.Value, target, servers.Value) : address.Failure;
    }

    /// <summary>The same for a server that was named on the command line.</summary>
    public Outcome<ServerConnection> Locate(string server) =>
        Locate(new ResolvedTarget(server, new TargetConfig { Server = server }, new DeployConfig()));

    private static bool MayBeDevDaemon(ResolvedTarget target) =>
        target.Config.ApiToken is null
        && (!target.HasServer || (ServerAddress.Parse(target.Config.Server ?? "localhost").Value is { IsLoopback: true, Port: null }));

    private static Outcome<ServerAddress> OnlyServer(SortedDictionary<string, string> servers, string target) => servers.Count switch
    {
        0 => ServerAddress.Localhost,
        1 => ServerAddress.Parse(servers.Keys.First()),
        _ => new Failure(
            $"'{target}' does not say which server it belongs to, and several are registered: {string.Join(", ", servers.Keys)}.",
            "Add 'server:' to the deploy file."),
    };

    private Outcome<ServerConnection> WithToken(ServerAddress address, ResolvedTarget target, SortedDictionary<string, string> servers)
    {
        if (target.Config.ApiToken?.Value is { Length: > 0 } own)
            return Connection(address, own, "api_token of the deploy file");
        if (servers.GetValueOrDefault(address.Key) is { Length: > 0 } name && variables.Get(name) is { Length: > 0 } registered)
            return Connection(address, registered, $"variable {name} (haloy server add)");
        if (variables.Get("HALOY_API_TOKEN") is { Length: > 0 } common)
            return Connection(address, common, "variable HALOY_API_TOKEN");

        return new Failure(
            $"There is no API token for server '{address}'.",
            address.IsLoopback
                ? "Start a development daemon with 'haloyd dev', or set HALOY_API_TOKEN."
                : $"Register it with 'haloy server add {address} <token>', or set HALOY_API_TOKEN.");
    }

    private static ServerConnection Connection(ServerAddress address, string token, string source) =>
        new(address.Key, address.BaseAddress, token, source);
}
