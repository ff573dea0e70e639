using System.Text;
using System.Text.Json;
using Haloy.Contracts.ProxyControl;
using Haloy.Core;
using Haloy.Proxy.Hosting;

namespace Haloy.ProxyHost;

/// <summary>The commands of haloy-proxy. Exit codes: 0 done, 1 failed, 2 misused.</summary>
internal static class CommandLine
{
    private const string Help = """
        haloy-proxy: serves the routes haloyd hands it, and goes on serving them without haloyd

        Usage:
          haloy-proxy [serve] [--http ADDR:PORT] [--https ADDR:PORT] [--data-dir DIR]
                              [--trusted-proxies NETWORK,...] [--proxy-protocol]
                              [--max-connections N] [--max-connections-per-address N]
                              [--access-log off|on|1/N]
          haloy-proxy version [--json]
          haloy-proxy help

        Options of serve:
          --http ADDR:PORT    where to serve HTTP (default :80, all interfaces)
          --https ADDR:PORT   where to serve HTTPS (default :443)
          --data-dir DIR      holds proxy/snapshot.json and certs/<domain>.pem (default /var/lib/haloy)
          --trusted-proxies NETWORK,...
                              proxies in front of this one: their X-Forwarded-For, -Host and -Proto are
                              believed, everybody else's are replaced
          --proxy-protocol    connections begin with a PROXY header (v1 or v2), from trusted proxies only
                              when there are such
          --max-connections N
                              of all visitors together (default: half of the descriptors that the process
                              may have, for a request may need another one for the app)
          --max-connections-per-address N
                              of one address, or one /64 of IPv6 (default 1000; 0: as many as it likes); this
                              machine, trusted proxies and the PROXY protocol aside
          --access-log off|on|1/N
                              JSON lines on standard output for no request (default), all, or each Nth

        Environment:
          HALOY_DATA_DIR      data directory when --data-dir is not given
          HALOY_ACCESS_LOG, HALOY_MAX_CONNECTIONS, HALOY_MAX_CONNECTIONS_PER_ADDRESS
                              as the flags, when those are not given
          HALOY_LOG_FORMAT    json: events as JSON lines; text: for people (default)
          HALOY_DEBUG         any value but 0 or false: --access-log on

        Signals:
          SIGHUP              read the certificates anew
          SIGTERM, SIGINT     finish what is under way; the second one cuts it

        """;

    public static async Task<int> RunAsync(string[] args, Func<string, string?> environment, TextWriter output, TextWriter error)
    {
        var isBare = args.Length == 0 || (args[0].StartsWith('-') && args[0] is not ("-h" or "--help" or "--version"));
        var command = isBare ? "serve" : args[0];
        var rest = isBare ? args : args[1..];
        switch (command)
        {
            case "serve" when rest.Any(a => a is "--help" or "-h"):
                output.Write(Help);
                return 0;
            case "serve":
                var parsed = ServeArguments.Parse(rest, environment);
                var format = LineLoggerProvider.FormatOf(environment);
                return (parsed.Failure ?? format.Failure) is { } failure ? Misuse(failure, error) : await Serving.RunAsync(parsed.Value!, format.Value, error);
            case "version" or "--version" when rest is [] or ["--json"]:
                output.WriteLine(rest is [] ? BuildVersion.Current : VersionJson());
                return 0;
            case "help" or "-h" or "--help":
                output.Write(Help);
                return 0;
            default:
                return Misuse(new Failure($"haloy-proxy does not know '{string.Join(' ', args)}'.", "See 'haloy-proxy help'."), error);
        }
    }

    private static int Misuse(Failure failure, TextWriter error)
    {
        error.WriteLine(failure);
        return 2;
    }

    private static string VersionJson()
    {
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            json.WriteString("version", BuildVersion.Current);
            json.WriteNumber("proxy_generation", ProxyStatus.CurrentGeneration);
            json.WriteNumber("proxy_schema_version", RoutingSnapshot.CurrentSchemaVersion);
            json.WriteEndObject();
        }

        return Encoding.UTF8.GetString(buffer.ToArray());
    }
}
