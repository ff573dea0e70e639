using Haloy.Config.Problems;
using Haloy.Contracts.Api;

namespace Haloy.Config.Targets;

/// <summary>A target after inheritance and defaults, still with references, that knows which keys of the file its values came from.</summary>
/// <param name="Key">The target's key; the app's name in a file without targets.</param>
/// <param name="Config">The merged target.</param>
/// <param name="EnvPaths">The file's path of each variable in <c>Config.Env</c>.</param>
/// <param name="Prefixes">Path prefixes to look under, most specific first: <c>targets.prod.</c>, then the root's empty one.</param>
/// <param name="ImagePath">The path of the named image in use, if any.</param>
internal sealed record MergedTarget(string Key, TargetConfig Config, IReadOnlyList<string> EnvPaths, IReadOnlyList<string> Prefixes, string? ImagePath)
{
    /// <summary>Whether the file names a server.</summary>
    public bool HasServer { get; init; }

    /// <summary>The same problem, at the place in the file that the value came from.</summary>
    public ConfigProblem Locate(DeployFile file, ConfigProblem problem) =>
        file.Problem(problem.Code, Candidates(problem.Path), problem.Message, problem.Hint);

    private string[] Candidates(string path)
    {
        if (path.StartsWith("env[", StringComparison.Ordinal))
        {
            var end = path.IndexOf(']', StringComparison.Ordinal);
            var index = int.Parse(path.AsSpan(4, end - 4), System.Globalization.CultureInfo.InvariantCulture);
            return [EnvPaths[index] + path[(end + 1)..]];
        }

        // What a target of a file with targets is called, it says itself or by its key; a name at the root is ignored.
        if (path == "name" && Prefixes.Count > 1)
            return [Prefixes[0] + path, Prefixes[0][..^1]];
        var own = Prefixes.Select(p => p + path);
        return ImagePath is not null && (path == "image" || path.StartsWith("image.", StringComparison.Ordinal))
            ? [.. own.SkipLast(1), ImagePath + path["image".Length..], .. own.TakeLast(1)]
            : [.. own];
    }
}
