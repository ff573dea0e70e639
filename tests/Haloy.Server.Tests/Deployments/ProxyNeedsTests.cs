using Haloy.Contracts;
using Haloy.Contracts.Api;
using Haloy.Contracts.ProxyControl;
using Haloy.Server.Deployments;
using Haloy.Server.Discovery;

namespace Haloy.Server.Tests.Deployments;

public class ProxyNeedsTests
{
    // Each key that becomes a part of the policy, by itself.
    private static readonly TargetConfig[] Policies =
    [
        new() { Headers = new Dictionary<string, string> { ["X-A"] = "b" } },
        new() { BasicAuth = [new() { Username = "anna", Password = new() { Value = "x" } }] },
        new() { IpAllow = ["192.0.2.0/24"] },
        new() { MaxBodyBytes = 1 },
        new() { Timeouts = new() { ConnectSeconds = 1 } },
        new() { Compression = true },
        new() { LoadBalancing = new() { Policy = "least_connections" } },
    ];

    [Fact]
    public void Every_policy_needs_the_generation_that_knows_policies()
    {
        Assert.All(Policies, target => Assert.NotNull(RoutingLabels.PolicyOf(target, "")));
        Assert.All(Policies, target => Assert.Single(ProxyNeeds.Missing(target, 1)));
        Assert.All(Policies, target => Assert.Empty(ProxyNeeds.Missing(target, 2)));
    }

    [Fact]
    public void No_key_that_becomes_a_policy_is_forgotten()
    {
        foreach (var property in typeof(TargetConfig).GetProperties())
        {
            var target = new TargetConfig();
            property.SetValue(target, NotYetTests.Some(property.PropertyType));
            if (RoutingLabels.PolicyOf(target, "") is not null)
                Assert.Single(ProxyNeeds.Missing(target, 1));
        }
    }

    [Fact]
    public void Routes_wildcards_and_other_protocols_need_it_too()
    {
        Assert.Equal(
            ["routes", "protocol", "wildcard domains"],
            ProxyNeeds.Missing(new() { Routes = [new() { Path = "/api" }], Protocol = BackendProtocol.H2c, Domains = [new() { Domain = "*.example.com" }] }, 1));
        Assert.Empty(ProxyNeeds.Missing(new() { Protocol = BackendProtocol.Http1, Domains = [new() { Domain = "example.com", Aliases = ["www.example.com"] }], Port = "80" }, 1));
    }

    [Fact]
    public void Proxy_that_is_newer_or_not_known_yet_lacks_nothing() =>
        Assert.All(Policies, target => Assert.Empty(ProxyNeeds.Missing(target, 99).Concat(ProxyNeeds.Missing(target, null))));

    [Fact]
    public void No_key_needs_more_than_the_proxy_of_this_build() => Assert.Equal(ProxyStatus.CurrentGeneration, ProxyNeeds.Highest);
}
