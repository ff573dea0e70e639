using Haloy.Config.Problems;
using Haloy.Config.Secrets;
using Haloy.Config.Validation;

namespace Haloy.Config.Targets;

/// <summary>Checks every target of a file by its values alone: nothing is looked up, neither variables nor secrets.</summary>
internal static class TargetChecks
{
    public static IEnumerable<ConfigProblem> Problems(DeployFile file)
    {
        var inheritance = new TargetInheritance(file);
        List<MergedTarget> targets = file.TargetKeys.Count > 0 ? [.. file.TargetKeys.Select(inheritance.Named)]
            : file.IsUnread("targets") ? []
            : [inheritance.Single()];
        return [.. OfFile(file), .. targets.SelectMany(t => Problems(file, t)), .. inheritance.Problems];
    }

    /// <summary>What concerns no single target: their names, and the sources of secrets.</summary>
    public static IEnumerable<ConfigProblem> OfFile(DeployFile file) =>
        TargetNames.Problems(file).Concat(SecretProviderRules.Check(file.Config.SecretProviders).Select(p => file.Problem(p.Code, p.Path, p.Message, p.Hint)));

    private static IEnumerable<ConfigProblem> Problems(DeployFile file, MergedTarget target) =>
        TargetValidator.Validate(target.Config).Select(p => target.Locate(file, p));
}
