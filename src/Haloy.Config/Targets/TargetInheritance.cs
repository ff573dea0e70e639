using Haloy.Config.Binding;
using Haloy.Config.Problems;
using Haloy.Contracts.Api;

namespace Haloy.Config.Targets;

/// <summary>Makes the targets of a file out of its base, its target blocks and its named images.</summary>
internal sealed class TargetInheritance(DeployFile file)
{
    private readonly DeployConfig _root = file.Config;
    private readonly IReadOnlyList<PlacedEnv> _rootEnv = EnvMerger.Place(file.Config.Env, "");

    /// <summary>Problems of choosing an image.</summary>
    public List<ConfigProblem> Problems { get; } = [];

    /// <summary>The only deployment of a file without targets.</summary>
    public MergedTarget Single() => Merge(_root.Name ?? "", new TargetConfig { Name = _root.Name }, [""]);

    /// <summary>One target of a file with targets; it is named by its key unless it has a name of its own.</summary>
    public MergedTarget Named(string key)
    {
        var target = _root.Targets![key];
        return Merge(key, target with { Name = NameOf(key, target) }, [$"targets.{KeyPath.Quoted(key)}.", ""]);
    }

    public static string NameOf(string key, TargetConfig target) => string.IsNullOrEmpty(target.Name) ? key : target.Name;

    private MergedTarget Merge(string key, TargetConfig target, IReadOnlyList<string> prefixes)
    {
        var env = EnvMerger.Merge(_rootEnv, EnvMerger.Place(target.Env, prefixes[0]));
        var (image, imagePath) = ChooseImage(target, prefixes);
        var merged = TargetMerger.Merge(_root, target) with
        {
            Image = image,
            Env = env.Count == 0 ? null : [.. env.Select(e => e.Variable)],
        };
        return new MergedTarget(key, TargetNormalizer.Normalize(merged), [.. env.Select(e => e.Path)], prefixes, imagePath) { HasServer = merged.Server is not null };
    }

    /// <summary>The target's own image over the base's; a named image stands for the base's image, and a target's own <c>image_key</c> for both.</summary>
    private (ImageConfig? Image, string? Path) ChooseImage(TargetConfig target, IReadOnlyList<string> prefixes)
    {
        if (!string.IsNullOrEmpty(target.ImageKey))
            return NamedImage(target.ImageKey, target.Image is not null, prefixes[0]);
        if (string.IsNullOrEmpty(_root.ImageKey))
            return (TargetMerger.MergeImage(_root.Image, target.Image), null);
        var (image, path) = NamedImage(_root.ImageKey, _root.Image is not null, "");
        return (TargetMerger.MergeImage(image, target.Image), path);
    }

    private (ImageConfig? Image, string? Path) NamedImage(string key, bool hasImage, string prefix)
    {
        var path = $"{prefix}image_key";
        if (hasImage)
            Problems.Add(file.Problem(ProblemCode.Conflict, path, "'image' and 'image_key' exclude each other", "Keep one of them."));
        if (_root.Images?.TryGetValue(key, out var image) == true)
            return (image, $"images.{KeyPath.Quoted(key)}");
        if (file.IsUnread("images"))
            return (null, null);
        Problems.Add(_root.Images is null
            ? file.Problem(ProblemCode.Reference, path, $"'image_key' names '{key}', but the file has no 'images'", "Add 'images' at the root, with this name.")
            : file.Problem(ProblemCode.Reference, path, $"no image is named '{key}'", Suggestion.For(key, [.. _root.Images.Keys])));
        return (null, null);
    }
}
