using Haloy.Config;
using Haloy.Config.Problems;
using Haloy.Config.Targets;

namespace Haloy.Cli.Targets;

/// <summary>What a deploy file may say and probably does not mean.</summary>
internal static class TargetWarnings
{
    public static IReadOnlyList<ConfigProblem> Of(DeployFile file, IReadOnlyList<ResolvedTarget> targets) =>
        [.. PulledByTheAppsName(file, targets).Distinct(), .. SharedDomains(file, targets)];

    /// <summary><c>image: app</c> with the app's own name reads like "build it", and pulls it (spec/client §1.5).</summary>
    private static IEnumerable<ConfigProblem> PulledByTheAppsName(DeployFile file, IReadOnlyList<ResolvedTarget> targets) =>
        from target in targets
        let image = target.Config.Image
        where image is { Build: null, BuildConfig: null, Registry: null } && image.Repository == target.Config.Name
        select file.ProblemOf(target.Key, ProblemCode.Value, "image.repository", $"the image '{image.Repository}' has the app's name and is pulled, not built",
            "To build it here, leave 'image' out or add 'build: true'; to say that it is pulled, add 'build: false'.");

    private static IEnumerable<ConfigProblem> SharedDomains(DeployFile file, IReadOnlyList<ResolvedTarget> targets)
    {
        var owners = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        foreach (var target in targets)
        {
            for (var index = 0; index < (target.Config.Domains?.Count ?? 0); index++)
            {
                var domain = target.Config.Domains![index].Domain;
                var place = $"{target.Config.Server} {domain}";
                if (!owners.TryAdd(place, target.Key) && owners[place] != target.Key)
                {
                    yield return file.ProblemOf(target.Key, ProblemCode.Conflict, $"domains[{index}].domain",
                        $"the domain '{domain}' belongs to the target '{owners[place]}' on the same server", "A server gives a domain to one app only.");
                }
            }
        }
    }
}
