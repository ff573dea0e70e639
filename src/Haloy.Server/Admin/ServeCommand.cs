using System.CommandLine;
using Haloy.Server.Hosting;

namespace Haloy.Server.Admin;

/// <summary><c>haloyd serve</c>: the daemon of a server.</summary>
internal static class ServeCommand
{
    public static Command Create()
    {
        var data = new Option<string?>("--data-dir") { Description = "Where state is kept (HALOY_DATA_DIR; /var/lib/haloy)." };
        var config = new Option<string?>("--config-dir") { Description = "Where haloyd.yaml and .env are (HALOY_CONFIG_DIR; /etc/haloy)." };
        var listen = new Option<string?>("--listen") { Description = "Address of the REST API (127.0.0.1:9922)." };
        var http = new Option<string?>("--http") { Description = "HTTP address of the proxy in this process (:80)." };
        var https = new Option<string?>("--https") { Description = "HTTPS address of the proxy in this process (:443)." };
        var external = new Option<bool>("--external-proxy") { Description = "haloy-proxy runs as a process of its own on the same data directory." };
        var instance = new Option<string?>("--instance") { Description = "Name that keeps several daemons on one Docker engine apart." };
        var debug = new Option<bool>("--debug") { Description = "Log more (HALOY_DEBUG=true)." };
        var command = new Command("serve", "Run the daemon in the foreground.") { data, config, listen, http, https, external, instance, debug };
        command.SetAction(async (result, cancellationToken) =>
        {
            var paths = ServePaths.From(result.GetValue(data), result.GetValue(config));
            var file = DaemonConfigFile.Read(paths.ConfigFile);
            var defaults = new DaemonOptions { DataDirectory = paths.Data, Token = ApiToken.Require(paths) };
            await DaemonRunner.RunAsync(defaults with
            {
                ApiDomain = file.ApiDomain,
                ApiListen = Chosen(result.GetValue(listen), file.ApiListen, "--listen") ?? defaults.ApiListen,
                ExternalProxy = result.GetValue(external) || file.ExternalProxy,
                Http = Chosen(result.GetValue(http), file.Http, "--http") ?? defaults.Http,
                Https = Chosen(result.GetValue(https), file.Https, "--https") ?? defaults.Https,
                ProxySettings = file.Proxy,
                LocalAuthority = file.LocalAuthority,
                ReloadsOnHangup = true,
                Instance = result.GetValue(instance),
                Debug = result.GetValue(debug) || Environment.GetEnvironmentVariable("HALOY_DEBUG") == "true",
            }, onReady: null, cancellationToken);
            return 0;
        });
        return command;
    }

    private static System.Net.IPEndPoint? Chosen(string? flag, string? file, string setting) => (flag ?? file) is { Length: > 0 } text ? Endpoints.Require(text, setting) : null;
}
