using Haloy.Config.Binding;
using Haloy.Config.Problems;

namespace Haloy.Config.Targets;

/// <summary>App names must differ between all targets of a file, selected or not: they name containers.</summary>
internal static class TargetNames
{
    public static IEnumerable<ConfigProblem> Problems(DeployFile file)
    {
        var owners = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var (key, target) in file.Config.Targets ?? new Dictionary<string, Contracts.Api.TargetConfig>())
        {
            var name = TargetInheritance.NameOf(key, target);
            if (!owners.TryAdd(name, key))
            {
                yield return file.Problem(ProblemCode.Conflict, $"targets.{KeyPath.Quoted(key)}.name", $"the targets '{owners[name]}' and '{key}' are both named '{name}'",
                    "Give one of them another 'name'.");
            }
        }
    }
}
