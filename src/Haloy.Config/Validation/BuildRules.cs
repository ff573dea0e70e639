using Haloy.Config.Problems;
using Haloy.Contracts.Api;

namespace Haloy.Config.Validation;

/// <summary>How an image is built: what becomes an argument of docker must not be taken for one of its options (spec/client §1.6).</summary>
internal static class BuildRules
{
    private const string At = "image.build_config";

    public static void Check(BuildConfig build, Findings findings)
    {
        File($"{At}.context", build.Context, findings);
        File($"{At}.dockerfile", build.Dockerfile, findings);
        if (!string.IsNullOrEmpty(build.Platform) && !IsPlatform(build.Platform))
            findings.Value($"{At}.platform", $"'{build.Platform}' is not a platform", "Write the system and the processor: linux/amd64, linux/arm64, linux/arm/v7.");
        findings.OneOf($"{At}.push", build.Push, Choices.Pushes);
        for (var i = 0; i < (build.Args?.Count ?? 0); i++)
            Argument(build.Args![i], i, findings);
    }

    /// <summary>What a Dockerfile can name in <c>ARG</c>.</summary>
    public static bool IsArgument(string name) =>
        name.Length > 0 && !char.IsAsciiDigit(name[0]) && name.All(c => char.IsAsciiLetterOrDigit(c) || c == '_');

    private static void Argument(BuildArg arg, int index, Findings findings)
    {
        var path = $"{At}.args[{index}]";
        if (string.IsNullOrWhiteSpace(arg.Name))
            findings.Add(ProblemCode.Missing, $"{path}.name", $"the build argument args[{index}] has no 'name'");
        else if (!IsArgument(arg.Name))
            findings.Value($"{path}.name", "this cannot name a build argument", "Use letters, digits and '_', beginning with a letter or '_'; the value goes into 'value'.");
        ValueSourceRules.Check(arg, path, findings, optional: true);
        ValueSourceRules.NoNul(arg, path, findings);
    }

    private static void File(string path, string? file, Findings findings)
    {
        findings.NoBlanks(path, file);
        findings.NoOption(path, file, $"Write ./{file}");
    }

    private static bool IsPlatform(string platform) =>
        platform.Split('/') is { Length: 2 or 3 } parts
        && parts.All(p => p is [not ('-' or '.'), ..] && p.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '.'));
}
