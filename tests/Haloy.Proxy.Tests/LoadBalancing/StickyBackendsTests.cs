using System.Net;
using System.Text;
using Haloy.Proxy.LoadBalancing;
using Haloy.Testing;

namespace Haloy.Proxy.Tests.LoadBalancing;

public sealed class StickyBackendsTests
{
    private static readonly BackendNames Names = new(() => new byte[32]);

    private readonly FakeClock _clock = new();
    private readonly Backend[] _backends;
    private readonly StickyBackends _sticky;
    private readonly StickyBackends _toDeployment;

    public StickyBackendsTests()
    {
        _backends = [Make(1, "d1"), Make(2, "d1"), Make(3, "d2"), Make(4, "d2")];
        _sticky = new StickyBackends(new("at", ""), _backends.Select(b => (b, (BackendSet?)null)), Names);
        var (first, second) = (new BackendSet(_backends[..2], new RoundRobin()), new BackendSet(_backends[2..], new RoundRobin()));
        _toDeployment = new StickyBackends(new("at", ""), _backends.Select((b, i) => (b, i < 2 ? first : second)).ToArray()!, Names);
    }

    [Fact]
    public void Cookie_leads_back_to_its_backend()
    {
        foreach (var backend in _backends)
            Assert.Equal([backend.Key.Port, backend.Key.Port], [Return(_sticky, CookieOf(backend)), Return(_sticky, CookieOf(backend))]);
        Assert.All(_backends, b => Assert.Equal(2, b.InFlight));
    }

    [Fact]
    public void Cookie_leads_back_to_all_of_a_deployment() =>
        Assert.Equal([3, 4, 3, 4], Enumerable.Range(0, 4).Select(_ => Return(_toDeployment, CookieOf(_backends[3]))));

    [Fact]
    public void First_value_that_names_somebody_counts() =>
        Assert.Equal(2, Return(_sticky, $"at=; at=nobody; {CookieOf(_backends[1])}; {CookieOf(_backends[0])}"));

    [Fact]
    public void Backend_that_is_tried_ejected_or_retired_is_not_returned_to()
    {
        var cookie = CookieOf(_backends[0]);
        Assert.Null(Return(_sticky, cookie, _backends[0]));

        _backends[0].Eject(TimeSpan.FromSeconds(1));
        Assert.Null(Return(_sticky, cookie));
        Assert.Equal(2, Return(_toDeployment, cookie));
        _backends[0].Readmit();

        _backends[0].Retire();
        Assert.Null(Return(_sticky, cookie));
        Assert.Equal(0, _backends[0].InFlight);
    }

    [Fact]
    public void Deployment_of_which_nobody_can_be_reached_is_not_returned_to()
    {
        _backends[2].Eject(TimeSpan.FromSeconds(1));
        _backends[3].Eject(TimeSpan.FromSeconds(1));

        Assert.Null(Return(_toDeployment, CookieOf(_backends[2])));
    }

    public static TheoryData<string> Nonsense { get; } = new(
        "at", "at=", "at=1", "at=127.0.0.1:1", "at=d1", $"at={new string('0', BackendNames.Length)}", $"at={new string('-', BackendNames.Length)}",
        $"at={new string('a', 60_000)}", string.Join("; ", Enumerable.Repeat("at=x", 10_000)), "at=\u00e4\u00f6\u00fc", "at=\"\"; at='", "=;=;=", "at=\0");

    [Theory]
    [MemberData(nameof(Nonsense))]
    public void Nonsense_leads_nowhere(string cookie)
    {
        Assert.Null(Return(_sticky, cookie));
        Assert.Null(Return(_toDeployment, cookie));
        Assert.All(_backends, b => Assert.Equal(0, b.InFlight));
    }

    [Fact]
    public void Name_that_is_nearly_right_leads_nowhere()
    {
        var cookie = CookieOf(_backends[0]);

        Assert.Null(Return(_sticky, cookie + "0"));
        Assert.Null(Return(_sticky, cookie[..^1]));
        Assert.Null(Return(_sticky, cookie[..^1] + (cookie[^1] == '0' ? '1' : '0')));
        Assert.Null(Return(_sticky, cookie.ToUpperInvariant().Replace("AT=", "at=", StringComparison.Ordinal)));
    }

    [Fact]
    public void Only_a_few_values_are_looked_at() =>
        Assert.Null(Return(_sticky, string.Concat(Enumerable.Repeat("at=x; ", 8)) + CookieOf(_backends[0])));

    [Fact]
    public void Cookie_is_for_the_whole_site_and_this_site_and_no_script()
    {
        Assert.EndsWith("; Path=/; HttpOnly; SameSite=Lax", Text(_sticky.CookieFor(_backends[0], isHttps: false)));
        Assert.EndsWith("; Path=/; HttpOnly; SameSite=Lax; Secure", Text(_sticky.CookieFor(_backends[0], isHttps: true)));
        Assert.Null(_sticky.CookieFor(Make(9, "d1"), isHttps: false));
    }

    [Theory]
    [InlineData("/api", "; Path=/api; HttpOnly")]
    [InlineData("/a;Domain=com", "; Path=/; HttpOnly")]
    public void Cookie_of_a_path_is_for_that_path_where_it_can_be_said(string prefix, string attribute) =>
        Assert.Contains(attribute, Text(new StickyBackends(new("at", prefix), [(_backends[0], null)], Names).CookieFor(_backends[0], isHttps: false)));

    [Fact]
    public void Name_tells_the_deployment_and_the_backend_to_whoever_has_the_key_only()
    {
        string[] names = [.. _backends.Select(b => Text(Names.Of(b)))];

        Assert.All(names, n => Assert.Matches("^[0-9a-f]{12}-[0-9a-f]{16}$", n));
        Assert.Equal(4, names.Distinct().Count());
        Assert.Equal([names[0][..12], names[2][..12]], names.Select(n => n[..12]).Distinct());
        Assert.NotEqual(names[0], Text(new BackendNames(() => [.. Enumerable.Repeat((byte)1, 32)]).Of(Make(1, "d1"))));
        Assert.Equal(names[0], Text(new BackendNames(() => new byte[32]).Of(Make(1, "d1"))));
    }

    private Backend Make(int port, string deployment) => new(new BackendKey(IPAddress.Loopback, port, deployment), 1, _clock);

    private static string CookieOf(Backend backend) => $"at={Text(Names.Of(backend))}";

    private static string Text(byte[]? bytes) => Encoding.ASCII.GetString(bytes!);

    private static int? Return(StickyBackends sticky, string cookie, params Backend[] tried) =>
        sticky.TryReturn(Encoding.Latin1.GetBytes($"GET / HTTP/1.1\r\nHost: a\r\nCookie: {cookie}\r\n\r\n"), [.. tried], out var backend) ? backend!.Key.Port : null;
}
