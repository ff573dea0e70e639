using Haloy.Core;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace Haloy.Cli.Servers;

/// <summary>The file <c>client.yaml</c>: which variable holds the token of which server.</summary>
internal sealed class ServerList(string path)
{
    private const int MaxBytes = 1024 * 1024;
    private const string Advice = "Correct the file, or delete it and add the servers again.";
    private const UnixFileMode ReadableByAll = AtomicFile.OwnerOnly | UnixFileMode.GroupRead | UnixFileMode.OtherRead;

    /// <summary>Servers by key, sorted, with the name of their token variable; empty without a file.</summary>
    public Outcome<SortedDictionary<string, string>> Read()
    {
        var servers = new SortedDictionary<string, string>(StringComparer.Ordinal);
        if (!File.Exists(path))
            return servers;
        if (RegularFile.Read(path, MaxBytes, out var content) is { } problem)
            return new Failure($"The list of servers {path} {problem}.", Advice);

        try
        {
            using var reader = new StreamReader(new MemoryStream(content));
            var yaml = new YamlStream();
            yaml.Load(reader);
            foreach (var (server, entry) in Mapping(yaml.Documents.FirstOrDefault()?.RootNode, "servers"))
                servers[server] = entry is YamlMappingNode map && map.Children.TryGetValue("token_env", out var name) ? name.ToString() : "";
            return servers;
        }
        catch (YamlException e)
        {
            return new Failure($"The list of servers {path} cannot be read: {e.Message}", Advice);
        }
    }

    public void Write(IReadOnlyDictionary<string, string> servers)
    {
        var lines = servers.Select(s => $"  \"{s.Key}\":\n    token_env: {s.Value}\n");
        AtomicFile.Write(path, servers.Count == 0 ? "servers: {}\n" : $"servers:\n{string.Concat(lines)}", ReadableByAll);
    }

    private static IEnumerable<(string Key, YamlNode Value)> Mapping(YamlNode? node, string key) =>
        node is YamlMappingNode map && map.Children.TryGetValue(key, out var child) && child is YamlMappingNode entries
            ? entries.Children.Select(e => (e.Key.ToString(), e.Value))
            : [];
}
