using Haloy.Core;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace Haloy.Server.Admin;

/// <summary>What <c>haloyd.yaml</c> says (spec/server §2 and ours). A missing file says nothing; a key it does not know is an error, because a misspelt one would be silently without effect.</summary>
internal sealed record DaemonConfigFile
{
    private static readonly Dictionary<string, string[]> Known = new()
    {
        ["api"] = ["domain", "listen"],
        ["proxy"] = ["mode", "http", "https"],
        ["certificates"] = ["authority"],
        // Read by the health monitor once it exists; accepted now so that a file of the original loads.
        ["health_monitor"] = ["enabled", "interval", "timeout", "fall", "rise", "concurrency"],
    };

    public string? ApiDomain { get; init; }

    public string? ApiListen { get; init; }

    public bool ExternalProxy { get; init; }

    public string? Http { get; init; }

    public string? Https { get; init; }

    public bool LocalAuthority { get; init; }

    /// <summary>Reads the file.</summary>
    /// <exception cref="StartupException">It is malformed; every problem is listed with its line.</exception>
    public static DaemonConfigFile Read(string path)
    {
        if (!File.Exists(path))
            return new();

        var problems = new List<string>();
        var values = Values(path, problems);
        var file = new DaemonConfigFile
        {
            ApiDomain = Domain(values, problems, path),
            ApiListen = values.GetValueOrDefault("api.listen").Text,
            ExternalProxy = OneOf("proxy.mode", "embedded", "external") == "external",
            Http = values.GetValueOrDefault("proxy.http").Text,
            Https = values.GetValueOrDefault("proxy.https").Text,
            LocalAuthority = OneOf("certificates.authority", "none", "internal") == "internal",
        };
        return problems.Count == 0
            ? file
            : throw new StartupException($"{string.Join('\n', problems)}", $"Correct {path} and start haloyd again.");

        string? OneOf(string key, params string[] allowed)
        {
            var (text, line) = values.GetValueOrDefault(key);
            if (text is not null && !allowed.Contains(text))
                problems.Add($"{path}:{line}: {key} is '{text}', allowed are {string.Join(" and ", allowed)}.");
            return text;
        }
    }

    private static string? Domain(Dictionary<string, (string? Text, long Line)> values, List<string> problems, string path)
    {
        var (text, line) = values.GetValueOrDefault("api.domain");
        if (string.IsNullOrWhiteSpace(text))
            return null;
        var domain = HostName.Normalize(text);
        if (HostName.Problem(domain) is { } problem)
            problems.Add($"{path}:{line}: api.domain '{text}' is not a host name: {problem}.");
        return domain;
    }

    private static Dictionary<string, (string? Text, long Line)> Values(string path, List<string> problems)
    {
        var values = new Dictionary<string, (string? Text, long Line)>();
        var root = Root(path);
        if (root is not null and not YamlMappingNode and not YamlScalarNode { Value: null or "" })
            problems.Add($"{path}:{root.Start.Line}: the file holds keys: {string.Join(", ", Known.Keys)}.");
        foreach (var (section, body) in Entries(root))
        {
            if (!Known.TryGetValue(section.Value!, out var keys))
                problems.Add($"{path}:{section.Start.Line}: unknown key '{section.Value}'; known are {string.Join(", ", Known.Keys)}.");
            else if (body is YamlMappingNode mapping)
                Section(section.Value!, mapping, keys);
            else if (body is not YamlScalarNode { Value: null or "" })
                problems.Add($"{path}:{body.Start.Line}: '{section.Value}' holds keys: {string.Join(", ", keys)}.");
        }

        return values;

        void Section(string name, YamlMappingNode mapping, string[] keys)
        {
            foreach (var (key, value) in Entries(mapping))
            {
                if (keys.Contains(key.Value) && value is not YamlScalarNode)
                    problems.Add($"{path}:{value.Start.Line}: '{name}.{key.Value}' is one value, not a list or a block.");
                else if (keys.Contains(key.Value))
                    values[$"{name}.{key.Value}"] = ((value as YamlScalarNode)?.Value, value.Start.Line);
                else
                    problems.Add($"{path}:{key.Start.Line}: unknown key '{name}.{key.Value}'; known are {string.Join(", ", keys)}.");
            }
        }
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

    private static IEnumerable<(YamlScalarNode Key, YamlNode Value)> Entries(YamlNode? node) =>
        node is YamlMappingNode mapping ? mapping.Children.Where(c => c.Key is YamlScalarNode).Select(c => ((YamlScalarNode)c.Key, c.Value)) : [];
}
