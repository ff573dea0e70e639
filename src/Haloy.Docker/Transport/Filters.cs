using System.Text.Json;

namespace Haloy.Docker.Transport;

/// <summary>The engine's <c>filters</c> parameter: a JSON map of name to values.</summary>
internal static class Filters
{
    /// <summary>The parameter's value, or <see langword="null"/> when nothing is filtered.</summary>
    public static string? Write(params ReadOnlySpan<(string Name, IReadOnlyList<string>? Values)> filters)
    {
        var map = new Dictionary<string, IReadOnlyList<string>>();
        foreach (var (name, values) in filters)
            if (values is { Count: > 0 })
                map[name] = values;
        return map.Count == 0 ? null : JsonSerializer.Serialize(map, DockerJson.Default.DictionaryStringIReadOnlyListString);
    }
}
