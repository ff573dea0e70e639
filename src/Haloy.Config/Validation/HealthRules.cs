using Haloy.Contracts.Api;

namespace Haloy.Config.Validation;

/// <summary>Readiness and the times a replica gets.</summary>
internal static class HealthRules
{
    public static void Check(TargetConfig target, Findings findings)
    {
        if (target.HealthCheckPath is { Length: > 0 } path && (path[0] != '/' || path.Any(c => char.IsWhiteSpace(c) || char.IsControl(c))))
            findings.Value("health_check_path", "'health_check_path' must begin with '/' and contain no blanks", $"For example: /{path.Trim().Trim('/')}");
        if (target.HealthCheck is { } check)
            Block(check, target.HealthCheckPath, findings);
        findings.Range("min_ready_seconds", target.MinReadySeconds, Limits.MinReady);
        findings.Duration("start_timeout", target.StartTimeoutSeconds, Limits.StartTimeout);
        findings.Duration("drain_timeout", target.DrainTimeoutSeconds, Limits.DrainTimeout);
        findings.Duration("stop_timeout", target.StopTimeoutSeconds, Limits.StopTimeout);
    }

    private static void Block(HealthCheckConfig check, string? path, Findings findings)
    {
        findings.OneOf("health_check.type", check.Type, Choices.HealthCheckTypes);
        TargetValidator.Port("health_check.port", check.Port, findings);
        for (var i = 0; i < (check.Status?.Count ?? 0); i++)
        {
            if (!StatusRange.TryParse(check.Status![i], out _))
                findings.Value($"health_check.status[{i}]", $"'{check.Status[i]}' is not a status code or a range of them", "For example: 200, or 200-399.");
        }

        findings.Duration("health_check.interval", check.IntervalSeconds, Limits.ProbeInterval);
        findings.Duration("health_check.timeout", check.TimeoutSeconds, Limits.ProbeTimeout);
        CommandRules.Check(check.Command, "health_check.command", findings);
        Belongs(check, path, findings);
    }

    private static void Belongs(HealthCheckConfig check, string? path, Findings findings)
    {
        var type = string.IsNullOrEmpty(check.Type) ? "http" : check.Type;
        // "/" is what a check gets that says nothing.
        if (type != "http" && path is not (null or "" or TargetDefaults.HealthCheckPath))
            findings.Conflict("health_check_path", $"a path is for 'type: http', but this check is '{type}'");
        if (type != "http" && check.Status is not null)
            findings.Conflict("health_check.status", $"'status' is for 'type: http', but this check is '{type}'");
        if (type == "command" && check.Port is not null)
            findings.Conflict("health_check.port", "'port' is for 'type: http' and 'type: tcp', but this check is 'command'");
        if (type == "command" && check.Command is null)
            findings.Missing("health_check.command", "'type: command' needs one, such as: command: [pg_isready]");
        if (type != "command" && check.Command is not null)
            findings.Conflict("health_check.command", $"'command' is for 'type: command', but this check is '{type}'", check.Type is null ? "Add 'type: command'." : null);
    }
}
