using System.CommandLine;
using Haloy.Contracts.Api;
using Haloy.Core;
using Haloy.Docker;

namespace Haloy.Server.Admin;

/// <summary><c>haloyd init</c>: directories, token, configuration and network of a new server (spec/server §1.2).</summary>
internal static class InitCommand
{
    private const UnixFileMode Private = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;
    private const UnixFileMode Readable = AtomicFile.OwnerOnly | UnixFileMode.GroupRead | UnixFileMode.OtherRead;

    public static Command Create()
    {
        var force = new Option<bool>("--override") { Description = "Replace an existing configuration and its data." };
        var domain = new Option<string?>("--api-domain") { Description = "Domain under which this server's API is reached." };
        var data = new Option<string?>("--data-dir") { Description = "Where state is kept (HALOY_DATA_DIR; /var/lib/haloy)." };
        var config = new Option<string?>("--config-dir") { Description = "Where configuration is kept (HALOY_CONFIG_DIR; /etc/haloy)." };
        var command = new Command("init", "Prepare this server.") { force, domain, data, config };
        command.SetAction(async (result, cancellationToken) =>
        {
            var paths = ServePaths.From(result.GetValue(data), result.GetValue(config));
            await RunAsync(paths, result.GetValue(domain), result.GetValue(force), cancellationToken);
            return 0;
        });
        return command;
    }

    private static async Task RunAsync(ServePaths paths, string? domain, bool force, CancellationToken cancellationToken)
    {
        var apiDomain = string.IsNullOrWhiteSpace(domain) ? "" : HostName.Normalize(domain);
        if (apiDomain.Length > 0 && HostName.Problem(apiDomain) is { } problem)
            throw new StartupException($"--api-domain '{domain}' is not a host name: {problem}.", "Use a name that points to this server, such as haloy.example.com.");

        using var docker = new DockerClient(DockerEndpoint.FromEnvironment(Environment.GetEnvironmentVariable));
        await docker.System.PingAsync(cancellationToken);
        foreach (var directory in new[] { paths.Config, paths.Data })
            RefuseExisting(directory, force);

        // Made beside the final places and moved there in one step: a failure half-way leaves what was there before.
        var token = ApiToken.Create();
        using var newConfig = new NewDirectory(paths.Config);
        AtomicFile.Write(Path.Combine(newConfig.Path, ".env"), ApiToken.EnvLine(token));
        AtomicFile.Write(Path.Combine(newConfig.Path, "haloyd.yaml"), ConfigText(apiDomain), Readable);
        using var newData = new NewDirectory(paths.Data);
        foreach (var name in new[] { "db", "certs", "proxy" })
            Directory.CreateDirectory(Path.Combine(newData.Path, name), Private);

        await docker.Networks.EnsureAsync(TargetDefaults.Network, cancellationToken);
        newData.Commit();
        newConfig.Commit();
        Report(paths, apiDomain, token);
    }

    private static void RefuseExisting(string directory, bool force)
    {
        if (File.Exists(directory))
            throw new StartupException($"{directory} is a file, not a directory.", "Move it away, or choose another with --config-dir or --data-dir.");
        if (Directory.Exists(directory) && !force)
            throw new StartupException($"{directory} exists: this server was prepared before.", "Use --override to start anew; it deletes the data of the old installation.");
    }

    private static string ConfigText(string apiDomain) =>
        $"""
        api:
          domain: "{apiDomain}"
        health_monitor:
          enabled: true
          interval: "15s"
          fall: 3
          rise: 2
          timeout: "5s"

        """;

    private static void Report(ServePaths paths, string apiDomain, string token) => Console.Out.WriteLine(
        $"""
        ● This server is prepared.
          Configuration  {paths.Config}
          Data           {paths.Data}
          API domain     {(apiDomain.Length > 0 ? apiDomain : "(none: the API is reached from this machine only)")}
          API token      {token}

          Start the daemon:    haloyd serve
          On your machine run: haloy server add {(apiDomain.Length > 0 ? apiDomain : "<domain>")} {token}
        """);
}
