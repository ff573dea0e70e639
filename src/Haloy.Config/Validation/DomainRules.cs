using Haloy.Config.Problems;
using Haloy.Contracts.Api;
using Haloy.Core;

namespace Haloy.Config.Validation;

/// <summary>Domains and aliases: routable names, each once (spec/client §1.9).</summary>
internal static class DomainRules
{
    public static void Check(IReadOnlyList<DomainConfig> domains, Findings findings)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        for (var i = 0; i < domains.Count; i++)
        {
            Host(domains[i].Domain, $"domains[{i}].domain", "domain", seen, findings);
            var aliases = domains[i].Aliases ?? [];
            if (aliases.Count > 0 && HostName.IsWildcard(domains[i].Domain ?? ""))
                findings.Add(ProblemCode.Conflict, $"domains[{i}].aliases", $"'{domains[i].Domain}' is no one host that aliases could redirect to", "Give the aliases to a domain of its own.");
            for (var a = 0; a < aliases.Count; a++)
                Host(aliases[a], $"domains[{i}].aliases[{a}]", "alias", seen, findings);
        }
    }

    private static void Host(string? host, string path, string noun, HashSet<string> seen, Findings findings)
    {
        if (host is null)
            findings.Add(ProblemCode.Missing, path, $"'{noun}' is missing", "For example: domain: example.com");
        else if (HostName.PatternProblem(host) is { } problem)
            findings.Value(path, $"the {noun} '{host}' cannot be routed: {problem}", Advice(host));
        else if (!seen.Add(HostName.Normalize(host)))
            findings.Add(ProblemCode.Conflict, path, $"the {noun} '{host}' is given twice");
    }

    private static string? Advice(string host) =>
        host.Contains("://", StringComparison.Ordinal) ? "Leave out the scheme: only the host is wanted."
        : host.Contains('*', StringComparison.Ordinal) ? "A wildcard stands for one label at the beginning: *.example.com."
        : null;
}
