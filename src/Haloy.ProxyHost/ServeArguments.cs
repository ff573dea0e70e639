using System.Globalization;
using System.Net;
using Haloy.Core;
using Haloy.Proxy.AccessLogs;
using Haloy.Proxy.Hosting;

namespace Haloy.ProxyHost;

/// <summary>Turns the environment and the flags of <c>serve</c> into options.</summary>
internal static class ServeArguments
{
    private delegate Outcome<ProxyOptions> Setting(ProxyOptions options, string name, string value);

    private static readonly Dictionary<string, Setting> Flags = new(StringComparer.Ordinal)
    {
        ["--http"] = (o, name, value) => With(EndPoint(name, value), e => o with { Http = e }),
        ["--https"] = (o, name, value) => With(EndPoint(name, value), e => o with { Https = e }),
        ["--data-dir"] = (o, _, value) => o with { DataDirectory = value },
        ["--trusted-proxies"] = (o, name, value) => With(Networks(name, value), n => o with { TrustedProxies = n }),
        ["--access-log"] = (o, name, value) => With(Sampling(name, value), s => o with { AccessLog = s }),
        ["--max-connections"] = (o, name, value) => With(Number(name, value, 1), n => o with { MaxConnections = n }),
        ["--max-connections-per-address"] = (o, name, value) => With(Number(name, value, 0), n => o with { MaxConnectionsPerAddress = n }),
    };

    private static readonly Dictionary<string, string> Variables = new(StringComparer.Ordinal)
    {
        ["HALOY_DATA_DIR"] = "--data-dir",
        ["HALOY_ACCESS_LOG"] = "--access-log",
        ["HALOY_MAX_CONNECTIONS"] = "--max-connections",
        ["HALOY_MAX_CONNECTIONS_PER_ADDRESS"] = "--max-connections-per-address",
    };

    public static Outcome<ProxyOptions> Parse(ReadOnlySpan<string> args, Func<string, string?> environment)
    {
        var parsed = OfEnvironment(environment);
        while (!args.IsEmpty && parsed.Succeeded)
        {
            if (args[0] == "--proxy-protocol")
            {
                parsed = parsed.Value with { ProxyProtocol = true };
                args = args[1..];
                continue;
            }

            var (flag, value, used) = Split(args);
            args = args[used..];
            if (!Flags.TryGetValue(flag, out var setting))
                return new Failure($"haloy-proxy serve does not know '{flag}'.", "See 'haloy-proxy help'.");
            if (string.IsNullOrEmpty(value))
                return new Failure($"{flag} needs a value.", "See 'haloy-proxy help'.");
            parsed = setting(parsed.Value, flag, value);
        }

        // What is printed and what the limit of a socket's path is measured on must not depend on where the program was started.
        return With(parsed, options => options with { DataDirectory = Path.GetFullPath(options.DataDirectory) });
    }

    private static Outcome<ProxyOptions> OfEnvironment(Func<string, string?> environment)
    {
        Outcome<ProxyOptions> parsed = new ProxyOptions { AccessLog = IsOn(environment("HALOY_DEBUG")) ? AccessLogSampling.On : AccessLogSampling.Off };
        foreach (var (name, flag) in Variables)
        {
            if (parsed.Succeeded && environment(name) is { Length: > 0 } value)
                parsed = Flags[flag](parsed.Value, name, value);
        }

        return parsed;
    }

    private static Outcome<ProxyOptions> With<T>(Outcome<T> read, Func<T, ProxyOptions> use) => read.Succeeded ? use(read.Value) : read.Failure;

    private static Outcome<IPEndPoint> EndPoint(string name, string text) => EndPointText.TryParse(text, out var endPoint)
        ? endPoint
        : new Failure($"{name} '{text}' is not ADDR:PORT.", "Write ':8080', '127.0.0.1:8080' or '[::1]:8080'.");

    private static Outcome<AccessLogSampling> Sampling(string name, string text) => AccessLogSampling.TryParse(text, out var sampling)
        ? sampling
        : new Failure($"{name} '{text}' is not {AccessLogSampling.Grammar}.", "'1/100' writes every hundredth request down.");

    private static Outcome<int> Number(string name, string text, int least) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= least
            ? number
            : new Failure($"{name} '{text}' is not a number of connections.", $"Write a number from {least}, such as 5000.");

    private static Outcome<IReadOnlyList<IPNetwork>> Networks(string name, string text)
    {
        var networks = new List<IPNetwork>();
        foreach (var part in text.Split(',', StringSplitOptions.TrimEntries))
        {
            if (!NetworkText.TryParse(part, out var network))
                return new Failure($"{name} '{part}' is not an address or a network.", "Write '10.0.0.0/8,2001:db8::/32'.");
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
