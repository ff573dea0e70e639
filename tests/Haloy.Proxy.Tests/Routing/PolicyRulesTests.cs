using Haloy.Contracts.Policies;
using Haloy.Contracts.ProxyControl;
using Haloy.Proxy.Pages;
using Haloy.Proxy.Routing;
using Haloy.Proxy.Tests.Support;

namespace Haloy.Proxy.Tests.Routing;

public sealed class PolicyRulesTests
{
    public static TheoryData<string, SnapshotPolicy> Unusable => new()
    {
        { "header 'a b'", With("a b", "x") },
        { "header 'a'", With("a", "x\r\ny: z") },
        { "header 'Content-Length'", With("Content-Length", "1") },
        { "longer than", With("a", new string('x', 20_000)) },
        { "ip_allow '10.0.0.0/33'", new() { IpAllow = ["10.0.0.0/33"] } },
        { "ip_allow ''", new() { IpAllow = [""] } },
        { "basic_auth", new() { BasicAuth = [] } },
        { "basic_auth", new() { BasicAuth = [Snapshots.User("a", "b"), Snapshots.User("a", "c")] } },
        { "basic_auth", new() { BasicAuth = [Snapshots.User("a:b", "c")] } },
        { "basic_auth", new() { BasicAuth = [new() { Username = "a" }] } },
        { "not positive", new() { IdleSeconds = 0 } },
        { "not positive", new() { MaxBodyBytes = -1 } },
        { "name of a cookie", new() { Balance = new() { Sticky = new() { Cookie = "a=b" } } } },
        { "name of a cookie", new() { Balance = new() { Sticky = new() { Cookie = "a\r\nb" } } } },
        { "name of a cookie", new() { Balance = new() { Sticky = new() { Cookie = new string('a', 65) } } } },
        { "slow_start_seconds", new() { Balance = new() { SlowStartSeconds = 0 } } },
        { "slow_start_seconds", new() { Balance = new() { SlowStartSeconds = 3601 } } },
    };

    [Theory]
    [MemberData(nameof(Unusable))]
    public void Policy_that_cannot_be_kept_is_refused(string problem, SnapshotPolicy policy) =>
        Assert.Contains(problem, Assert.Single(SnapshotValidator.Problems(Snapshots.Under(policy))));

    [Fact]
    public void Policy_with_everything_is_fine() => Assert.Empty(SnapshotValidator.Problems(Snapshots.Under(new()
    {
        Headers = new Dictionary<string, string> { ["Server"] = "", ["Strict-Transport-Security"] = "max-age=1" },
        BasicAuth = [Snapshots.User("a", "b")],
        IpAllow = ["10.0.0.0/8", "::1"],
        MaxBodyBytes = 1,
        ConnectSeconds = 1,
        ResponseHeaderSeconds = 1,
        IdleSeconds = 1,
        Balance = new() { Policy = "not known yet", Sticky = new() { To = "not known yet" }, SlowStartSeconds = 1 },
    })));

    [Fact]
    public void Policy_without_anything_is_none() => Assert.Null(RoutePolicy.Of(new SnapshotPolicy(), new PageShelf(null)));

    private static SnapshotPolicy With(string name, string value) => new() { Headers = new Dictionary<string, string> { [name] = value } };
}
