using Haloy.Contracts.Api;

namespace Haloy.Config.Targets;

/// <summary>An environment variable of a target with the key path that it was written at.</summary>
internal sealed record PlacedEnv(EnvVar Variable, string Path);

/// <summary>Merges <c>env</c> by name: the base's order with the target's values put in, then what only the target has.</summary>
internal static class EnvMerger
{
    /// <summary>Each name once: at its first position, with its last value. A variable without a name stays, for validation to find.</summary>
    public static IReadOnlyList<PlacedEnv> Merge(IReadOnlyList<PlacedEnv> root, IReadOnlyList<PlacedEnv> target)
    {
        var result = new List<PlacedEnv>(root.Count + target.Count);
        var positions = new Dictionary<string, int>(root.Count + target.Count, StringComparer.Ordinal);
        foreach (var placed in root.Concat(target))
        {
            if (placed.Variable.Name is not { Length: > 0 } name || positions.TryAdd(name, result.Count))
                result.Add(placed);
            else
                result[positions[name]] = placed;
        }

        return result;
    }

    public static IReadOnlyList<PlacedEnv> Place(IReadOnlyList<EnvVar>? variables, string prefix) =>
        [.. (variables ?? []).Select((v, i) => new PlacedEnv(v, $"{prefix}env[{i}]"))];
}
