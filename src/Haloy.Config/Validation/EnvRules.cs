using Haloy.Config.Problems;
using Haloy.Config.Targets;
using Haloy.Contracts.Api;

namespace Haloy.Config.Validation;

/// <summary>Environment variables: named, with exactly one source.</summary>
internal static class EnvRules
{
    public static void Check(IReadOnlyList<EnvVar> env, Findings findings)
    {
        for (var i = 0; i < env.Count; i++)
        {
            var path = ItemPaths.Of("env", i);
            if (string.IsNullOrWhiteSpace(env[i].Name))
                findings.Add(ProblemCode.Missing, $"{path}.name", $"the variable env[{i}] has no 'name'");
            else if (env[i].Name!.Any(c => c == '=' || char.IsControl(c)))
                findings.Value($"{path}.name", "the name of a variable must not contain '=' or control characters");
            ValueSourceRules.Check(env[i], path, findings);
        }
    }
}
