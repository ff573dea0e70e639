using Haloy.Config.Problems;
using Haloy.Contracts.Api;
using Haloy.Core;

namespace Haloy.Config.Validation;

/// <summary>The rules every target must keep, on the client and again on the server (spec/client §1.4–1.9, spec/server §3.4).</summary>
public static class TargetValidator
{
    private const int MaxMinReadySeconds = 600;
    private const int MaxTimeoutSeconds = 3600;

    /// <summary>All problems of a target that went through <see cref="TargetDefaults.Apply"/>; paths are those of a deploy file, such as <c>image.tag</c>.</summary>
    public static IReadOnlyList<ConfigProblem> Validate(TargetConfig target)
    {
        var findings = new Findings();
        Name(target.Name, findings);
        if (string.IsNullOrWhiteSpace(target.Server))
            findings.Add(ProblemCode.Missing, "server", "'server' is missing");
        if (target.ApiToken is { } token)
            ValueSourceRules.Check(token, "api_token", findings);
        if (target.Image is not null && !string.IsNullOrEmpty(target.ImageKey))
            findings.Add(ProblemCode.Conflict, "image_key", "'image' and 'image_key' exclude each other", "Keep one of them.");
        if (target.Image is { } image)
            ImageRules.Check(image, target.Name, findings);
        Strategies(target, findings);
        DomainRules.Check(target.Domains ?? [], findings);
        Tls(target, findings);
        EnvRules.Check(target.Env ?? [], findings);
        Running(target, findings);
        for (var i = 0; i < (target.Volumes?.Count ?? 0); i++)
            VolumeRules.Check(target.Volumes![i], $"volumes[{i}]", findings);
        Commands(target.PreDeploy, "pre_deploy", findings);
        Commands(target.PostDeploy, "post_deploy", findings);
        return findings.Problems;
    }

    private static void Name(string? name, Findings findings)
    {
        if (string.IsNullOrEmpty(name))
            findings.Add(ProblemCode.Missing, "name", "'name' is missing", "Give the app a name, such as 'name: my-app'.");
        else if (!char.IsAsciiLetterOrDigit(name[0]) || !name.All(c => char.IsAsciiLetterOrDigit(c) || c is '_' or '-'))
            findings.Value("name", $"'{name}' cannot name an app", "Use letters, digits, '-' and '_', beginning with a letter or digit.");
    }

    private static void Strategies(TargetConfig target, Findings findings)
    {
        findings.OneOf("preset", target.Preset, "database", "service");
        findings.OneOf("deployment_strategy", target.DeploymentStrategy, "rolling", "replace");
        findings.OneOf("naming_strategy", target.NamingStrategy, "dynamic", "static");
        if (target.NamingStrategy != "static")
            return;
        var why = target.Preset is "database" or "service" ? $"the preset '{target.Preset}' names containers statically" : "'naming_strategy: static' reuses the container's name";
        if (target.DeploymentStrategy is null or "rolling")
            findings.Add(ProblemCode.Conflict, "deployment_strategy", $"{why}, so old and new cannot run side by side", "Use 'deployment_strategy: replace'.");
        if (target.Replicas > 1)
            findings.Add(ProblemCode.Conflict, "replicas", $"{why}, so there can be only one replica, not {target.Replicas}");
    }

    private static void Tls(TargetConfig target, Findings findings)
    {
        findings.OneOf("tls", target.Tls, "auto", "internal", "off");
        if (target.AcmeEmail is not { Length: > 0 } email)
            return;
        var at = email.LastIndexOf('@');
        if (at < 1 || email.Any(char.IsWhiteSpace) || email.IndexOf('@', StringComparison.Ordinal) != at || HostName.Problem(email[(at + 1)..]) is not null)
            findings.Value("acme_email", $"'{email}' is not an e-mail address");
    }

    private static void Running(TargetConfig target, Findings findings)
    {
        if (target.Port is { Length: > 0 } port && !(int.TryParse(port, System.Globalization.NumberStyles.None, System.Globalization.CultureInfo.InvariantCulture, out var number) && number is >= 1 and <= 65535))
            findings.Value("port", $"'port' must be 1 to 65535, not '{port}'");
        if (target.HealthCheckPath is { Length: > 0 } path && (path[0] != '/' || path.Any(c => char.IsWhiteSpace(c) || char.IsControl(c))))
            findings.Value("health_check_path", "'health_check_path' must begin with '/' and contain no blanks", $"For example: /{path.Trim().Trim('/')}");
        findings.Range("replicas", target.Replicas, 1, int.MaxValue);
        findings.Range("min_ready_seconds", target.MinReadySeconds, 0, MaxMinReadySeconds);
        findings.Range("start_timeout", target.StartTimeoutSeconds, 1, MaxTimeoutSeconds);
        findings.Range("drain_timeout", target.DrainTimeoutSeconds, 0, MaxTimeoutSeconds);
        findings.Range("stop_timeout", target.StopTimeoutSeconds, 0, MaxTimeoutSeconds);
        findings.NoBlanks("network", target.Network);
    }

    private static void Commands(IReadOnlyList<string>? commands, string path, Findings findings)
    {
        for (var i = 0; i < (commands?.Count ?? 0); i++)
        {
            if (string.IsNullOrWhiteSpace(commands![i]))
                findings.Value($"{path}[{i}]", "the command is empty");
        }
    }
}
