using Haloy.Config.Targets;
using Haloy.Contracts.Api;

namespace Haloy.Config.Validation;

/// <summary>
/// A build argument's value reaches docker by docker's environment, the only way that other users of the machine cannot see. So an argument may
/// not be called like a variable that changes what docker itself does.
/// </summary>
internal static class BuildArgRules
{
    private static readonly string[] SteeringNames =
        ["PATH", "HOME", "SSH_AUTH_SOCK", "BUILDKIT_HOST", "BUILDKIT_PROGRESS", "BUILDKIT_COLORS", "BUILDKIT_TTY_LOG_LINES"];

    private static readonly string[] SteeringPrefixes = ["DOCKER_", "BUILDX_", "LD_"];

    public static void Check(TargetConfig target, Findings findings)
    {
        if (target.Image is not { } image || !image.ShouldBuild())
            return;
        Check(image.BuildConfig?.Args ?? [], "image.build_config.args", _ => true, findings);
        Check(target.Env ?? [], "env", variable => variable.BuildArg == true, findings);
    }

    private static void Check<T>(IReadOnlyList<T> sources, string list, Func<T, bool> isArg, Findings findings) where T : ValueSource
    {
        for (var i = 0; i < sources.Count; i++)
        {
            var (name, hasValue) = (NameOf(sources[i]), sources[i].From is not null || !string.IsNullOrEmpty(sources[i].Value));
            if (name is not null && hasValue && isArg(sources[i]) && SteersDocker(name))
                findings.Value($"{ItemPaths.Of(list, i)}.name", $"docker itself listens to '{name}', so no build argument may have this name", "Give the argument another name, here and in the Dockerfile.");
        }
    }

    private static string? NameOf(ValueSource source) => source switch
    {
        BuildArg arg => arg.Name,
        EnvVar variable => variable.Name,
        _ => null,
    };

    private static bool SteersDocker(string name) =>
        SteeringNames.Contains(name) || Array.Exists(SteeringPrefixes, prefix => name.StartsWith(prefix, StringComparison.Ordinal));
}
