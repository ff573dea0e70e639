using Haloy.Config.Binding;
using Haloy.Config.Validation;
using Haloy.Contracts.Api;

namespace Haloy.Config.Schema;

/// <summary><c>load_balancing</c>.</summary>
internal static class LoadBalancingSchema
{
    public static BlockReader<LoadBalancingConfig> Block { get; } = new("loadBalancing", "a block with 'policy', 'sticky' or 'slow_start'", new LoadBalancingConfig(),
    [
        new Key<LoadBalancingConfig, string>("policy", TextValue.OneOf(Choices.BalancePolicies), "`round_robin`: one after the other; `least_connections`: to whoever has the fewest requests under way.", (b, v) => b with { Policy = v }, "round_robin"),
        new Key<LoadBalancingConfig, StickySetting>("sticky", StickyReader.Instance, "Whether a visitor stays with a replica, by a cookie; a block gives it another name.", (b, v) => b with { Sticky = v.IsOn, StickyCookie = v.Cookie }, "false"),
        new Key<LoadBalancingConfig, int>("slow_start", AmountValue.Seconds(Limits.SlowStart), "Time in which the share of a new replica beside others grows to a full one.", (b, v) => b with { SlowStartSeconds = v }),
    ]);
}
