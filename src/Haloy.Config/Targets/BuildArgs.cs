using Haloy.Contracts.Api;

namespace Haloy.Config.Targets;

/// <summary>Build arguments that come from the environment of the target (spec/client §1.6).</summary>
internal static class BuildArgs
{
    /// <summary>Adds each variable with <c>build_arg: true</c> after the explicit arguments; an explicit one of the same name wins.</summary>
    public static ImageConfig AddFlagged(ImageConfig image, IReadOnlyList<EnvVar>? env)
    {
        var given = image.BuildConfig?.Args ?? [];
        var names = given.Select(a => a.Name).ToHashSet(StringComparer.Ordinal);
        var flagged = (env ?? []).Where(e => e.BuildArg == true && names.Add(e.Name)).Select(e => new BuildArg { Name = e.Name, Value = e.Value }).ToList();
        return flagged.Count == 0 ? image : image with { BuildConfig = (image.BuildConfig ?? new BuildConfig()) with { Args = [.. given, .. flagged] } };
    }
}
