using System.Net;
using Haloy.Core;
using Haloy.Proxy.Hosting;

namespace Haloy.ProxyHost;

/// <summary>Turns the flags of <c>serve</c> into options.</summary>
internal static class ServeArguments
{
    public static Outcome<ProxyOptions> Parse(ReadOnlySpan<string> args, Func<string, string?> environment)
    {
        var options = new ProxyOptions { AccessLog = IsOn(environment("HALOY_DEBUG")) };
        if (environment("HALOY_DATA_DIR") is { Length: > 0 } directory)
            options = options with { DataDirectory = directory };

        while (!args.IsEmpty)
        {
            if (args[0] == "--proxy-protocol")
            {
                options = options with { ProxyProtocol = true };
                args = args[1..];
                continue;
            }

            var (flag, value, used) = Split(args);
            args = args[used..];
            if (flag is not ("--http" or "--https" or "--data-dir" or "--trusted-proxies"))
                return new Failure($"haloy-proxy serve does not know '{flag}'.", "See 'haloy-proxy help'.");
            if (string.IsNullOrEmpty(value))
                return new Failure($"{flag} needs a value.", "See 'haloy-proxy help'.");

            if (flag == "--data-dir")
                options = options with { DataDirectory = value };
            else if (flag == "--trusted-proxies" && Networks(value) is var networks)
            {
                if (!networks.Succeeded)
                    return networks.Failure;
                options = options with { TrustedProxies = networks.Value };
            }
            else if (!EndPointText.TryParse(value, out var endPoint))
                return new Failure($"{flag} '{value}' is not ADDR:PORT.", "Write ':8080', '127.0.0.1:8080' or '[::1]:8080'.");
            else
                options = flag == "--http" ? options with { Http = endPoint } : options with { Https = endPoint };
        }

        // What is printed and what the limit of a socket's path is measured on must not depend on where the program was started.
        return options with { DataDirectory = Path.GetFullPath(options.DataDirectory) };
    }

    private static Outcome<IReadOnlyList<IPNetwork>> Networks(string text)
    {
        var networks = new List<IPNetwork>();
        foreach (var part in text.Split(',', StringSplitOptions.TrimEntries))
        {
            if (!NetworkText.TryParse(part, out var network))
                return new Failure($"--trusted-proxies '{part}' is not an address or a network.", "Write '10.0.0.0/8,2001:db8::/32'.");
            networks.Add(network);
        }

        return networks;
    }

    private static (string Flag, string? Value, int Used) Split(ReadOnlySpan<string> args)
    {
        var equals = args[0].IndexOf('=', StringComparison.Ordinal);
        if (equals >= 0)
            return (args[0][..equals], args[0][(equals + 1)..], 1);
        return args.Length > 1 ? (args[0], args[1], 2) : (args[0], null, 1);
    }

    private static bool IsOn(string? value) => !string.IsNullOrEmpty(value) && value is not ("0" or "false");
}
