using Haloy.Config.Binding;
using Haloy.Config.Validation;
using Haloy.Contracts.Api;

namespace Haloy.Config.Schema;

/// <summary>How a new version takes over from the old one.</summary>
internal static class RolloutSchema
{
    private static readonly BlockReader<CanaryAbort> Abort = new("canaryAbort", "a block with 'error_rate'", new CanaryAbort(),
    [
        new Key<CanaryAbort, decimal>("error_rate", PercentValue.Instance, "Share of the new version's answers that may be server errors, such as `5%`.", (a, v) => a with { ErrorRatePercent = v }, required: true),
        new Key<CanaryAbort, int>("min_requests", new IntegerValue(Limits.CanaryRequests), "Requests before the rate means anything.", (a, v) => a with { MinRequests = v }, "1"),
    ]);

    private static readonly BlockReader<CanaryConfig> Canary = new("canary", "a block with 'steps' and 'bake'", new CanaryConfig(),
    [
        new Key<CanaryConfig, IReadOnlyList<int>>("steps", new ListReader<int>(new IntegerValue(Limits.CanaryStep), "a list of percentages as whole numbers", "For example: [5, 25, 50]"), "Percent of the traffic, rising.", (c, v) => c with { Steps = v }, required: true),
        new Key<CanaryConfig, int>("bake", AmountValue.Seconds(Limits.Bake), "How long each step is watched.", (c, v) => c with { BakeSeconds = v }, required: true),
        new Key<CanaryConfig, CanaryAbort>("abort", Abort, "When all traffic goes back to the old version.", (c, v) => c with { Abort = v }, "when a new replica is not ready"),
    ]);

    public static IReadOnlyList<Key<TargetConfig>> Keys { get; } =
    [
        new Key<TargetConfig, string>("deployment_strategy", TextValue.OneOf(Choices.DeploymentStrategies), "`rolling`: new replicas before old ones go; `replace`: old ones go first.", (t, v) => t with { DeploymentStrategy = v }, "rolling"),
        new Key<TargetConfig, string>("naming_strategy", TextValue.OneOf(Choices.NamingStrategies), "`dynamic`: containers are named after the deployment; `static`: always the same name, which needs `replace` and one replica.", (t, v) => t with { NamingStrategy = v }, "dynamic"),
        new Key<TargetConfig, int>("rolling_batch", new IntegerValue(Limits.RollingBatch), "For `rolling`: replicas replaced at a time.", (t, v) => t with { RollingBatch = v }, "1"),
        new Key<TargetConfig, int>("hold", AmountValue.Seconds(Limits.Hold), "For `replace`: how long requests may wait while nothing can serve them.", (t, v) => t with { HoldSeconds = v }),
        new Key<TargetConfig, CanaryConfig>("canary", Canary, "For `rolling`: move traffic to the new version in steps, and back when it does worse.", (t, v) => t with { Canary = v }),
        new Key<TargetConfig, int>("bake", AmountValue.Seconds(Limits.Bake), "How long the old version stays ready to take over again.", (t, v) => t with { BakeSeconds = v }),
        new Key<TargetConfig, bool>("protected", BooleanValue.Instance, "Left out of `deploy --all` unless `--include-protected`.", (t, v) => t with { Protected = v }, "false"),
    ];
}
