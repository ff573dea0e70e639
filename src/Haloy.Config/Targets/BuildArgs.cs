using Haloy.Contracts.Api;

namespace Haloy.Config.Targets;

/// <summary>Build arguments that come from the environment of the target (spec/client §1.6).</summary>
internal static class BuildArgs
{
    /// <summary>
    /// Adds each variable with <c>build_arg: true</c> after the explicit arguments; an explicit one of the same name wins. An argument is as
    /// <paramref name="sensitive"/> as its variable.
    /// </summary>
    public static ImageConfig AddFlagged(ImageConfig image, IReadOnlyList<EnvVar>? env, ISet<string> sensitive)
    {
        var args = (image.BuildConfig?.Args ?? []).ToList();
        var names = args.Select(a => a.Name).ToHashSet(StringComparer.Ordinal);
        for (var i = 0; i < (env?.Count ?? 0); i++)
        {
            if (env![i].BuildArg != true || !names.Add(env[i].Name))
                continue;
            if (sensitive.Contains($"env[{i}]"))
                sensitive.Add($"image.build_config.args[{args.Count}]");
            args.Add(new BuildArg { Name = env[i].Name, Value = env[i].Value, From = env[i].From });
        }

        return args.Count == (image.BuildConfig?.Args?.Count ?? 0) ? image : image with { BuildConfig = (image.BuildConfig ?? new BuildConfig()) with { Args = args } };
    }
}
