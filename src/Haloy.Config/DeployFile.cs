using Haloy.Config.Binding;
using Haloy.Config.Problems;
using Haloy.Config.Schema;
using Haloy.Contracts.Api;

namespace Haloy.Config;

/// <summary>A deploy file as read: well-formed, every key known and of the right type; its targets are not resolved yet.</summary>
public sealed class DeployFile
{
    private readonly DeployFileOrigin _origin;

    internal DeployFile(string filePath, DeployConfig config, DeployFileOrigin origin)
    {
        FilePath = filePath;
        Directory = Path.GetDirectoryName(filePath)!;
        Config = config;
        _origin = origin;
    }

    /// <summary>Absolute path of the file.</summary>
    public string FilePath { get; }

    /// <summary>The file as shown to a person: as the caller gave it, or found in the directory given.</summary>
    public string DisplayPath => _origin.Source.Name;

    /// <summary>The absolute directory that relative paths in the file start from.</summary>
    public string Directory { get; }

    /// <summary>What the file says.</summary>
    public DeployConfig Config { get; }

    /// <summary>Names of the targets in the order of the file; empty for a file that is one deployment.</summary>
    public IReadOnlyList<string> TargetKeys => Config.Targets is { } targets ? [.. targets.Keys] : [];

    /// <summary>The same file without the values that only building and running an app needs, so that none of them is looked up.</summary>
    public DeployFile WithoutValues() => new(FilePath, Targets.ValueStripper.Strip(Config), _origin);

    /// <summary>A problem of this file at the key <paramref name="path"/>, such as <c>targets.prod.port</c>, or at the nearest block around it that is written.</summary>
    public ConfigProblem Problem(ProblemCode code, string path, string message, string? hint = null) => Problem(code, [path], message, hint);

    /// <summary>A problem of one target at its key <paramref name="path"/>: where the target writes it or, failing that, the base.</summary>
    public ConfigProblem ProblemOf(string target, ProblemCode code, string path, string message, string? hint = null) =>
        Problem(code, TargetKeys.Count == 0 ? [path] : [$"targets.{KeyPath.Quoted(target)}.{path}", path], message, hint);

    /// <summary>The same at the first of <paramref name="paths"/> that the file has: where a target's value comes from, most specific first.</summary>
    internal ConfigProblem Problem(ProblemCode code, IReadOnlyList<string> paths, string message, string? hint)
    {
        var (source, places, naming, _) = _origin;
        var place = paths.Select(places.Find).FirstOrDefault(p => p is not null) ?? places.Nearest(paths[0], naming);
        var path = place?.Path ?? paths[0];
        var excerpt = SourceExcerpt.Of(source, path, place?.Line, place?.Column);
        return new ConfigProblem(
            code, path, source.Name, place?.Line, place?.Column, KeyWords.Spell(message, naming), hint is null ? null : KeyWords.Spell(hint, naming), excerpt);
    }

    /// <summary>Whether the key is written but could not be read, which the loader reports.</summary>
    internal bool IsUnread(string path) => _origin.Unread.Contains(path);
}
