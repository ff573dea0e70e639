using Haloy.Contracts;
using Haloy.Contracts.Policies;

namespace Haloy.Config.Validation;

/// <summary>The words that keys with a fixed choice allow: what the rules check and the reference says.</summary>
internal static class Choices
{
    public static readonly string[] Presets = ["database", "service"];

    public static readonly string[] DeploymentStrategies = ["rolling", "replace"];

    public static readonly string[] NamingStrategies = ["dynamic", "static"];

    public static readonly string[] PullPolicies = ["always", "if_missing", "never"];

    public static readonly string[] HistoryStrategies = ["local", "registry", "none"];

    public static readonly string[] Pushes = ["server", "registry"];

    public static readonly string[] Tls = ["auto", "internal", "off"];

    public static readonly string[] BalancePolicies = [BalancePolicy.RoundRobin, BalancePolicy.LeastConnections];

    public static readonly string[] Protocols = [BackendProtocol.Http1, BackendProtocol.H2c];

    public static readonly string[] HealthCheckTypes = ["http", "tcp", "command"];

    public static readonly string[] NotifyEvents = ["started", "succeeded", "failed"];

    public static readonly string[] NotifyFormats = ["json", "slack"];
}
