using Haloy.Contracts.Api;
using Haloy.Contracts.Policies;
using Haloy.Core;

namespace Haloy.Config.Validation;

/// <summary>What leads to the app: domains, routes, certificates, and the times of the proxy.</summary>
internal static class RoutingRules
{
    public static void Check(TargetConfig target, Findings findings)
    {
        DomainRules.Check(target.Domains ?? [], findings);
        Routes(target, findings);
        findings.OneOf("tls", target.Tls, Choices.Tls);
        if (target.TlsCertificate is { } own)
            Certificate(own, target, findings);
        if (target.AcmeEmail is { Length: > 0 } email && !IsEmail(email))
            findings.Value("acme_email", $"'{email}' is not an e-mail address");
        PageRules.Check(target.ErrorPages, findings);
        findings.Size("max_body", target.MaxBodyBytes, Limits.MaxBody);
        findings.Duration("timeouts.connect", target.Timeouts?.ConnectSeconds, Limits.ProxyTimeout);
        findings.Duration("timeouts.response_header", target.Timeouts?.ResponseHeaderSeconds, Limits.ProxyTimeout);
        findings.Duration("timeouts.idle", target.Timeouts?.IdleSeconds, Limits.ProxyTimeout);
        if (target.LoadBalancing is { } balancing)
            Balancing(balancing, findings);
    }

    private static void Balancing(LoadBalancingConfig balancing, Findings findings)
    {
        findings.OneOf("load_balancing.policy", balancing.Policy, Choices.BalancePolicies);
        findings.Duration("load_balancing.slow_start", balancing.SlowStartSeconds, Limits.SlowStart);
        if (balancing.StickyCookie is { } name && !PolicyRules.IsCookieName(name))
            findings.Value("load_balancing.sticky.cookie", $"the name '{name}' cannot be that of a cookie", $"Letters, digits, '-' and '_', at most {SnapshotSticky.MaxName} of them.");
    }

    private static void Routes(TargetConfig target, Findings findings)
    {
        var seen = new HashSet<(string Host, string Path)>();
        for (var i = 0; i < (target.Routes?.Count ?? 0); i++)
        {
            var (route, at) = (target.Routes![i], $"routes[{i}]");
            if (route.Host is { Length: > 0 } host && HostName.PatternProblem(host) is { } problem)
                findings.Value($"{at}.host", $"the host '{host}' cannot be routed: {problem}");
            if (string.IsNullOrEmpty(route.Host) && target.Domains is not { Count: > 0 })
                findings.Missing($"{at}.host", "A route without 'host' is on the app's domains, but it has none.");
            if (string.IsNullOrEmpty(route.Path))
                findings.Missing($"{at}.path", "For example: path: /api");
            else if (PathProblem(route.Path) is { } wrong)
                findings.Value($"{at}.path", $"the path '{route.Path}' {wrong}");
            else if (!seen.Add((HostName.Normalize(route.Host ?? ""), route.Path.TrimEnd('/'))))
                findings.Conflict($"{at}.path", $"the path '{route.Path}' is given twice{(string.IsNullOrEmpty(route.Host) ? "" : $" for '{route.Host}'")}");
        }
    }

    private static string? PathProblem(string path) => path switch
    {
        _ when path[0] != '/' => "does not begin with '/'",
        _ when path.Any(c => c is '?' or '#' || char.IsWhiteSpace(c) || char.IsControl(c)) => "has a character that no path has",
        _ when path.Contains("//", StringComparison.Ordinal) => "has an empty segment",
        _ when path.Split('/').Any(s => s is "." or "..") => "has a '.' or '..' segment, which browsers resolve before they ask",
        _ when path.Contains('*', StringComparison.Ordinal) => "has a '*', but a path is already a prefix",
        _ => null,
    };

    private static void Certificate(CertificateConfig own, TargetConfig target, Findings findings)
    {
        if (!string.IsNullOrEmpty(target.Tls))
            findings.Conflict("tls", $"'tls: {target.Tls}' and a certificate of one's own exclude each other", "Keep one of them.");
        Pem(own.Certificate, "tls.certificate", findings);
        Pem(own.Key, "tls.key", findings);
    }

    private static void Pem(PemSource? source, string path, Findings findings)
    {
        if (source is null)
            findings.Missing(path, "An own certificate needs 'certificate' and 'key'.");
        else if (string.IsNullOrEmpty(source.File))
            ValueSourceRules.Check(source, path, findings);
        else if (!string.IsNullOrEmpty(source.Value) || source.From is not null)
            findings.Conflict(path, "'file' excludes 'value' and 'from'", "Keep one of them.");
    }

    private static bool IsEmail(string email)
    {
        var at = email.LastIndexOf('@');
        return at >= 1 && !email.Any(char.IsWhiteSpace) && email.IndexOf('@', StringComparison.Ordinal) == at && HostName.Problem(email[(at + 1)..]) is null;
    }
}
