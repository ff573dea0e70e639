using System.CommandLine;
using System.Net;
using System.Security.Cryptography;
using System.Text.Json;
using Haloy.Core;
using Haloy.Server.Hosting;

namespace Haloy.Server.Admin;

/// <summary><c>haloyd dev</c>: daemon, proxy and certificate authority in one process on a developer's machine, found by <c>haloy</c> without configuration.</summary>
internal static class DevCommand
{
    private const int DefaultHttpPort = 8080;
    private const int DefaultHttpsPort = 8443;

    public static Command Create()
    {
        var http = new Option<int>("--http-port") { Description = "Port for HTTP; 0 takes a free one.", DefaultValueFactory = _ => DefaultHttpPort };
        var https = new Option<int>("--https-port") { Description = "Port for HTTPS; 0 takes a free one.", DefaultValueFactory = _ => DefaultHttpsPort };
        var api = new Option<int>("--api-port") { Description = "Port of the REST API; 0 (default) takes a free one." };
        var data = new Option<string>("--data-dir") { Description = "Where state is kept; haloy looks for .haloy next to haloy.yaml and above.", DefaultValueFactory = _ => ".haloy" };
        var debug = new Option<bool>("--debug") { Description = "Log more." };
        var command = new Command("dev", "Run everything on this machine, for development: no server, domain or root needed.") { http, https, api, data, debug };
        foreach (var port in new[] { http, https, api })
        {
            port.Validators.Add(result =>
            {
                // What is no number at all is reported by the parser.
                if (result.Tokens is [var token] && long.TryParse(token.Value, out var number) && number is < 0 or > ushort.MaxValue)
                    result.AddError($"{port.Name} must be from 0 to {ushort.MaxValue}.");
            });
        }

        command.SetAction(async (result, cancellationToken) =>
        {
            var directory = Path.GetFullPath(result.GetValue(data)!);
            Directory.CreateDirectory(directory, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
            // Keys and state of one machine: not for a repository.
            File.WriteAllText(Path.Combine(directory, ".gitignore"), "*\n");
            await RunAsync(directory, new DaemonOptions
            {
                DataDirectory = directory,
                Token = ApiToken.Create(),
                ApiListen = new(IPAddress.Loopback, result.GetValue(api)),
                Http = new(IPAddress.Loopback, result.GetValue(http)),
                Https = new(IPAddress.Loopback, result.GetValue(https)),
                // A developer who presses Ctrl-C does not want to wait for an open browser tab.
                StopPatience = TimeSpan.FromSeconds(2),
                Flags = (http.Name, https.Name, api.Name),
                LocalAuthority = true,
                Instance = InstanceOf(directory),
                Debug = result.GetValue(debug),
            }, cancellationToken);
            return 0;
        });
        return command;
    }

    private static async Task RunAsync(string directory, DaemonOptions options, CancellationToken cancellationToken)
    {
        var marker = Path.Combine(directory, "dev.json");
        try
        {
            await DaemonRunner.RunAsync(options, daemon => Announce(daemon, options, marker), cancellationToken);
        }
        finally
        {
            RemoveOwn(marker);
        }
    }

    private static void Announce(Daemon daemon, DaemonOptions options, string marker)
    {
        var (http, https) = daemon.ProxyEndpoints!.Value;
        var info = new DevDaemon($"http://{daemon.ApiEndpoint}", options.Token, Environment.ProcessId, http.Port, https.Port, daemon.Authority!.RootPath);
        AtomicFile.Write(marker, JsonSerializer.Serialize(info, AdminJson.Default.DevDaemon));
        Console.Out.WriteLine(
            $"""
            ready  https://<name>.localhost:{https.Port} and http://<name>.localhost:{http.Port}
                   run `haloy deploy` in a directory with a haloy.yaml, below {Path.GetDirectoryName(options.DataDirectory)}
                   trust {daemon.Authority.RootPath} to visit without a warning (curl --cacert …)
                   Ctrl-C ends it; containers go on
            """);
    }

    // Another dev daemon may have been started on the same directory while this one failed to: its marker stays.
    internal static void RemoveOwn(string marker)
    {
        try
        {
            if (File.Exists(marker) && JsonSerializer.Deserialize(File.ReadAllText(marker), AdminJson.Default.DevDaemon)?.Pid == Environment.ProcessId)
                File.Delete(marker);
        }
        catch (Exception e) when (e is IOException or JsonException)
        {
            // Nothing that could be told apart from another daemon's.
        }
    }

    // The name outlives restarts: the containers of the last run are found again.
    private static string InstanceOf(string directory)
    {
        var path = Path.Combine(directory, "instance");
        if (!File.Exists(path))
            AtomicFile.Write(path, $"dev-{RandomNumberGenerator.GetHexString(8, lowercase: true)}");
        return File.ReadAllText(path).Trim();
    }
}
