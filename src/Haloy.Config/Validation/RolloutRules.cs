using Haloy.Contracts.Api;

namespace Haloy.Config.Validation;

/// <summary>Presets, strategies, and what goes with which of them.</summary>
internal static class RolloutRules
{
    public static void Check(TargetConfig target, Findings findings)
    {
        findings.OneOf("preset", target.Preset, Choices.Presets);
        findings.OneOf("deployment_strategy", target.DeploymentStrategy, Choices.DeploymentStrategies);
        findings.OneOf("naming_strategy", target.NamingStrategy, Choices.NamingStrategies);
        StaticNames(target, findings);
        findings.Range("rolling_batch", target.RollingBatch, Limits.RollingBatch);
        findings.Duration("hold", target.HoldSeconds, Limits.Hold);
        findings.Duration("bake", target.BakeSeconds, Limits.Bake);
        if (target.DeploymentStrategy == "replace")
            OnlyRolling(target, findings);
        else if (target.HoldSeconds is not null)
            findings.Conflict("hold", "'hold' is for 'deployment_strategy: replace'; a rolling deploy always has something to serve requests", "Leave it out.");
        if (target.Canary is { } canary)
            Canary(canary, target, findings);
    }

    private static void StaticNames(TargetConfig target, Findings findings)
    {
        if (target.NamingStrategy != "static")
            return;
        var why = target.Preset is "database" or "service" ? $"the preset '{target.Preset}' names containers statically" : "'naming_strategy: static' reuses the container's name";
        if (target.DeploymentStrategy is null or "rolling")
            findings.Conflict("deployment_strategy", $"{why}, so old and new cannot run side by side", "Use 'deployment_strategy: replace'.");
        if (target.Replicas > 1)
            findings.Conflict("replicas", $"{why}, so there can be only one replica, not {target.Replicas}");
    }

    private static void OnlyRolling(TargetConfig target, Findings findings)
    {
        const string Why = "but this target replaces: old and new never run side by side";
        if (target.RollingBatch is not null)
            findings.Conflict("rolling_batch", $"'rolling_batch' is for 'deployment_strategy: rolling', {Why}");
        if (target.Canary is not null)
            findings.Conflict("canary", $"'canary' is for 'deployment_strategy: rolling', {Why}");
    }

    private static void Canary(CanaryConfig canary, TargetConfig target, Findings findings)
    {
        if (target.Domains is not { Count: > 0 } && target.Routes is not { Count: > 0 })
            findings.Conflict("canary", "'canary' divides the traffic of the proxy, but this target has neither 'domains' nor 'routes'");
        Steps(canary.Steps ?? [], findings);
        if (canary.BakeSeconds is null)
            findings.Missing("canary.bake", "For example: bake: 2m");
        findings.Duration("canary.bake", canary.BakeSeconds, Limits.Bake);
        if (canary.Abort is not { } abort)
            return;
        if (abort.ErrorRatePercent is not { } rate)
            findings.Missing("canary.abort.error_rate", "For example: error_rate: 5%");
        else if (rate is < 0 or >= 100)
            findings.Value("canary.abort.error_rate", $"'error_rate' must be 0% or more and below 100%, not {rate}%");
        findings.Range("canary.abort.min_requests", abort.MinRequests, Limits.CanaryRequests);
    }

    private static void Steps(IReadOnlyList<int> steps, Findings findings)
    {
        if (steps.Count == 0)
            findings.Missing("canary.steps", "For example: steps: [5, 25, 50]");
        for (var i = 0; i < steps.Count; i++)
        {
            if (!Limits.CanaryStep.Contains(steps[i]))
                findings.Value($"canary.steps[{i}]", $"a step must be 1 to 99 percent, not {steps[i]}", steps[i] == 100 ? "All traffic follows the last step by itself." : null);
            else if (i > 0 && steps[i] <= steps[i - 1])
                findings.Value($"canary.steps[{i}]", $"the steps must rise, but {steps[i]} follows {steps[i - 1]}");
        }
    }
}
