using Haloy.Contracts.ProxyControl;
using Haloy.Proxy.Routing;
using Haloy.Proxy.Tests.Support;

namespace Haloy.Proxy.Tests.Routing;

public sealed class ChallengeRulesTests
{
    [Fact]
    public void Challenges_of_either_kind_can_be_kept() => Assert.Empty(Problems(
        [Http("a_-9Z", "a_-9Z.x"), Http(new string('t', 256), new string('t', 256) + "." + new string('x', 128))],
        [Tls("app.example.com", "t.x"), Tls("xn--e1afmkfd.xn--p1ai", "t.x")]));

    [Theory]
    [InlineData("", ".x", "not base64url")]
    [InlineData(null, "t.x", "not base64url")]
    [InlineData("a/b", "a/b.x", "not base64url")]
    [InlineData("a.b", "a.b.x", "not base64url")]
    [InlineData("a=", "a=.x", "not base64url")]
    [InlineData("\u00e4", "\u00e4.x", "not base64url")]
    [InlineData("t", "other.x", "not its token")]
    [InlineData("t", "t", "not its token")]
    [InlineData("t", "t.", "not its token")]
    [InlineData("t", "t.x\r\nSet-Cookie: a", "not its token")]
    [InlineData("t", null, "not its token")]
    public void Http_challenge_is_refused_with_the_reason(string? token, string? keyAuthorization, string reason) =>
        Assert.Contains(reason, Assert.Single(Problems([Http(token!, keyAuthorization!)], [])));

    [Theory]
    [InlineData("*.example.com", "t.x", "no host name")]
    [InlineData("", "t.x", "no host name")]
    [InlineData(null, "t.x", "no host name")]
    [InlineData("app.example.com", "t", "not a token")]
    [InlineData("app.example.com", null, "not a token")]
    public void Tls_challenge_is_refused_with_the_reason(string? domain, string? keyAuthorization, string reason) =>
        Assert.Contains(reason, Assert.Single(Problems([], [Tls(domain!, keyAuthorization!)])));

    [Fact]
    public void Challenge_without_a_name_is_told_by_its_place()
    {
        Assert.Contains("challenges[1]", Assert.Single(Problems([Http("t", "t.x"), new()], [])));
        Assert.Contains("tls_challenges[1]", Assert.Single(Problems([], [Tls("a.example.com", "t.x"), new()])));
    }

    [Fact]
    public void Challenges_are_few_and_each_is_there_once()
    {
        Assert.Contains("twice", Assert.Single(Problems([Http("t", "t.x"), Http("t", "t.y")], [])));
        Assert.Contains("two TLS challenges", Assert.Single(Problems([], [Tls("a.example.com", "t.x"), Tls("A.example.com", "t.x")])));
        Assert.Contains("at most 1000", Assert.Single(Problems([.. Enumerable.Range(0, 1001).Select(i => Http($"t{i}", $"t{i}.x"))], [])));
        Assert.Contains("at most 1000", Assert.Single(Problems([], [.. Enumerable.Range(0, 1001).Select(i => Tls($"a{i}.example.com", "t.x"))])));
        Assert.Equal(2, Problems([null!], [null!]).Count);
    }

    [Fact]
    public void Challenges_are_part_of_the_hash_and_their_order_is_not()
    {
        RoutingSnapshot[] tables =
        [
            Snapshots.Of(),
            Snapshots.Of() with { Challenges = [Http("t", "t.x")] },
            Snapshots.Of() with { Challenges = [Http("t", "t.x"), Http("u", "u.x")] },
            Snapshots.Of() with { TlsChallenges = [Tls("a.example.com", "t.x")] },
            Snapshots.Of() with { TlsChallenges = [Tls("a.example.com", "t.y")] },
        ];

        Assert.Equal(5, tables.Select(SnapshotHash.Of).Distinct().Count());
        Assert.Equal(SnapshotHash.Of(tables[2]), SnapshotHash.Of(Snapshots.Of() with { Challenges = [Http("u", "u.x"), Http("t", "t.x")] }));
    }

    private static SnapshotChallenge Http(string token, string keyAuthorization) => new() { Token = token, KeyAuthorization = keyAuthorization };

    private static SnapshotTlsChallenge Tls(string domain, string keyAuthorization) => new() { Domain = domain, KeyAuthorization = keyAuthorization };

    private static IReadOnlyList<string> Problems(SnapshotChallenge[] http, SnapshotTlsChallenge[] tls) =>
        SnapshotValidator.Problems(Snapshots.Of() with { Challenges = http, TlsChallenges = tls });
}
