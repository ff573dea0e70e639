using Haloy.Config.Problems;
using Haloy.Config.Secrets.Providers;
using Haloy.Config.Validation;
using Haloy.Contracts.Api;

namespace Haloy.Config.Secrets;

/// <summary>What must be true of <c>secret_providers</c> before any program is run.</summary>
internal static class SecretProviderRules
{
    public static IReadOnlyList<ConfigProblem> Check(SecretProviders? providers)
    {
        var findings = new Findings();
        if (providers is null)
            return findings.Problems;
        foreach (var provider in SecretProvider.All)
        {
            foreach (var name in provider.SourceNames(providers))
            {
                var path = new SecretSourceId(provider.Name, name).Path;
                if (name.Contains(':', StringComparison.Ordinal))
                    findings.Value(path, $"'{name}' cannot name a source, because references divide their parts with ':'", "Use a name without colons.");
                provider.Check(provider.Find(providers, name)!, path, findings);
            }
        }

        return findings.Problems;
    }
}
