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
            else if (env[i].Name!.Any(c => c == '=' || char.IsWhiteSpace(c) || char.IsControl(c)))
                findings.Value($"{path}.name", "the name of a variable must not contain '=', blanks or control characters");
            else if (env[i].BuildArg == true && !BuildRules.IsArgument(env[i].Name!))
                findings.Value($"{path}.name", "with 'build_arg: true' this must also name a build argument", "Use letters, digits and '_', beginning with a letter or '_'.");
            ValueSourceRules.Check(env[i], path, findings);
            ValueSourceRules.NoNul(env[i], path, findings);
        }
    }
}
