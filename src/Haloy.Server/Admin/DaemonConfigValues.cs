using System.Globalization;
using System.Net;
using Haloy.Core;
using Haloy.Proxy.AccessLogs;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace Haloy.Server.Admin;

/// <summary>The values of <c>haloyd.yaml</c> by their keys, and everything that is wrong with them.</summary>
internal sealed class DaemonConfigValues
{
    private static readonly Dictionary<string, string[]> Known = new()
    {
        ["api"] = ["domain", "listen"],
        ["proxy"] = ["mode", "http", "https", "trusted_proxies", "proxy_protocol", "max_connections", "max_connections_per_address", "access_log"],
        ["certificates"] = ["authority"],
        // Read by the health monitor once it exists; accepted now so that a file of the original loads.
        ["health_monitor"] = ["enabled", "interval", "timeout", "fall", "rise", "concurrency"],
    };

    private static readonly HashSet<string> Lists = ["proxy.trusted_proxies"];

    private readonly string _path;
    private readonly Dictionary<string, List<Scalar>> _values = [];
    private readonly List<string> _problems = [];

    private DaemonConfigValues(string path) => _path = path;

    /// <summary>Everything that is wrong, each with its line.</summary>
    public IReadOnlyList<string> Problems => _problems;

    /// <exception cref="StartupException">It is no YAML.</exception>
    public static DaemonConfigValues Read(string path)
    {
        var values = new DaemonConfigValues(path);
        values.Take(Root(path));
        return values;
    }

    /// <summary>A value as it is written; <see langword="null"/> when it is not there.</summary>
    public string? Text(string key) => Find(key).Text;

    /// <summary>One of the words that are allowed.</summary>
    public string? OneOf(string key, params string[] allowed)
    {
        var text = Text(key);
        if (text is not null && !allowed.Contains(text))
            Report(key, $"is '{text}', allowed are {string.Join(" and ", allowed)}.");
        return text;
    }

    /// <summary>Whether something is on; off unless said otherwise.</summary>
    public bool IsOn(string key) => OneOf(key, "true", "false") == "true";

    /// <summary>Which requests are logged; none unless said otherwise.</summary>
    public AccessLogSampling Sampling(string key)
    {
        if (!AccessLogSampling.TryParse(Text(key) ?? "off", out var sampling))
            Report(key, $"is '{Text(key)}', not {AccessLogSampling.Grammar}.");
        return sampling;
    }

    /// <summary>A number of <paramref name="least"/> or more.</summary>
    public int? Number(string key, int least)
    {
        if (Text(key) is not { } text)
            return null;
        if (int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= least)
            return number;
        Report(key, $"is '{text}', not a number from {least}.");
        return null;
    }

    /// <summary>An address with a port, as it is written.</summary>
    public string? Address(string key)
    {
        var text = Text(key);
        if (!string.IsNullOrEmpty(text) && !EndPointText.TryParse(text, out _))
            Report(key, $"is '{text}', not ADDR:PORT such as ':8080', '127.0.0.1:8080' or '[::1]:8080'.");
        return text;
    }

    /// <summary>Networks, each an item of a list or between commas.</summary>
    public IReadOnlyList<IPNetwork> Networks(string key)
    {
        var networks = new List<IPNetwork>();
        foreach (var (text, line) in _values.GetValueOrDefault(key) ?? [])
        {
            foreach (var part in (text ?? "").Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
            {
                if (NetworkText.TryParse(part, out var network))
                    networks.Add(network);
                else
                    Report(line, $"{key}: '{part}' is not an address or a network such as 10.0.0.0/8.");
            }
        }

        return networks is [] ? Array.Empty<IPNetwork>() : networks;
    }

    /// <summary>A host name.</summary>
    public string? Domain(string key)
    {
        if (Text(key) is not { } text || string.IsNullOrWhiteSpace(text))
            return null;
        var domain = HostName.Normalize(text);
        if (HostName.Problem(domain) is { } problem)
            Report(key, $"'{text}' is not a host name: {problem}.");
        return domain;
    }

    private Scalar Find(string key) => _values.TryGetValue(key, out var items) ? items[0] : default;

    private void Report(string key, string problem) => Report(Find(key).Line, $"{key} {problem}");

    private void Report(long line, string problem) => _problems.Add($"{_path}:{line}: {problem}");

    private void Take(YamlNode? root)
    {
        if (root is not null and not YamlMappingNode && !IsEmpty(root))
            Report(root.Start.Line, $"the file holds keys: {string.Join(", ", Known.Keys)}.");
        foreach (var (section, body) in Entries(root))
        {
            if (!Known.TryGetValue(section.Value!, out var keys))
                Report(section.Start.Line, $"unknown key '{section.Value}'; known are {string.Join(", ", Known.Keys)}.");
            else if (body is YamlMappingNode mapping)
                TakeSection(section.Value!, mapping, keys);
            else if (!IsEmpty(body))
                Report(body.Start.Line, $"'{section.Value}' holds keys: {string.Join(", ", keys)}.");
        }
    }

    private void TakeSection(string section, YamlMappingNode mapping, string[] keys)
    {
        foreach (var (key, value) in Entries(mapping))
        {
            var name = $"{section}.{key.Value}";
            if (!keys.Contains(key.Value))
                Report(key.Start.Line, $"unknown key '{name}'; known are {string.Join(", ", keys)}.");
            else if (Items(value, Lists.Contains(name)) is { } items)
                _values[name] = items;
            else
                Report(value.Start.Line, Lists.Contains(name) ? $"'{name}' is a list of values." : $"'{name}' is one value, not a list or a block.");
        }
    }

    // Null when it is something else.
    private static List<Scalar>? Items(YamlNode value, bool mayBeList)
    {
        if (value is YamlScalarNode scalar)
            return [new(scalar.Value, scalar.Start.Line)];
        if (!mayBeList || value is not YamlSequenceNode list || list.Children.Any(c => c is not YamlScalarNode))
            return null;
        return [.. list.Children.Select(c => new Scalar(((YamlScalarNode)c).Value, c.Start.Line)).DefaultIfEmpty()];
    }

    private static YamlNode? Root(string path)
    {
        try
        {
            var stream = new YamlStream();
            stream.Load(new StringReader(File.ReadAllText(path)));
            return stream.Documents.Count == 0 ? null : stream.Documents[0].RootNode;
        }
        catch (YamlException e)
        {
            throw new StartupException($"{path}:{e.Start.Line}:{e.Start.Column}: {e.Message}", "Correct the file and start haloyd again.");
        }
    }

    private static bool IsEmpty(YamlNode node) => node is YamlScalarNode { Value: null or "" };

    private static IEnumerable<(YamlScalarNode Key, YamlNode Value)> Entries(YamlNode? node) =>
        node is YamlMappingNode mapping ? mapping.Children.Where(c => c.Key is YamlScalarNode).Select(c => ((YamlScalarNode)c.Key, c.Value)) : [];

    private readonly record struct Scalar(string? Text, long Line);
}
