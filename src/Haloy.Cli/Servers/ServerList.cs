using Haloy.Core;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace Haloy.Cli.Servers;

/// <summary>The file <c>client.yaml</c>: which variable holds the token of which server.</summary>
internal sealed class ServerList(string path)
{
    private const UnixFileMode ReadableByAll = AtomicFile.OwnerOnly | UnixFileMode.GroupRead | UnixFileMode.OtherRead;

    /// <summary>Servers by key, sorted, with the name of their token variable; empty without a file.</summary>
    public Outcome<SortedDictionary<string, string>> Read()
    {
        var servers = new SortedDictionary<string, string>(StringComparer.Ordinal);
        if (!File.Exists(path))
            return servers;

        try
        {
            using var reader = new StreamReader(path);
            var yaml = new YamlStream();
            yaml.Load(reader);
            foreach (var (server, entry) in Mapping(yaml.Documents.FirstOrDefault()?.RootNode, "servers"))
                servers[server] = entry is YamlMappingNode map && map.Children.TryGetValue("token_env", out var name) ? name.ToString() : "";
            return servers;
        }
        catch (Exception e) when (e is YamlException or IOException or UnauthorizedAccessException)
        {
            return new Failure($"The list of servers {path} cannot be read: {e.Message}", "Correct the file, or delete it and add the servers again.");
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
