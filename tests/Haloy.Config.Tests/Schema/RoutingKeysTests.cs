using Haloy.Config.Problems;

namespace Haloy.Config.Tests.Schema;

/// <summary>Routes, certificates, who may visit, and what the proxy does besides.</summary>
public sealed class RoutingKeysTests
{
    private const string App = "name: app\ndomains: [{domain: a.com}]\n";

    [Fact]
    public void Routing_keys_reach_the_target()
    {
        var target = Deploy.Target(App + """
            routes: [{path: /api, strip: true}, {host: b.com, path: /}]
            headers: {X-Frame-Options: DENY, Server: ""}
            basic_auth: [{username: me, password: {value: secret}}]
            ip_allow: [10.0.0.0/8, "2001:db8::/32", 203.0.113.7, "::1"]
            max_body: 20m
            timeouts: {connect: 5s, response_header: 1m, idle: 1h}
            load_balancing: {policy: least_connections, sticky: {cookie: at}, slow_start: 1m}
            compression: true
            """);

        Assert.Equal([("/api", null, true), ("/", "b.com", null)], target.Routes!.Select(r => (r.Path!, r.Host, r.Strip)));
        Assert.Equal(["X-Frame-Options: DENY", "Server: "], target.Headers!.Select(h => $"{h.Key}: {h.Value}"));
        Assert.Equal(("me", "secret"), (target.BasicAuth![0].Username, target.BasicAuth[0].Password!.Value));
        Assert.Equal(4, target.IpAllow!.Count);
        Assert.Equal((20L << 20, true), (target.MaxBodyBytes, target.Compression));
        Assert.Equal((5, 60, 3600), (target.Timeouts!.ConnectSeconds, target.Timeouts.ResponseHeaderSeconds, target.Timeouts.IdleSeconds));
        Assert.Equal(new() { Policy = "least_connections", Sticky = true, StickyCookie = "at", SlowStartSeconds = 60 }, target.LoadBalancing);
    }

    [Theory]
    [InlineData("{sticky: false}", false, null)]
    [InlineData("{sticky: true}", true, null)]
    [InlineData("{sticky: {cookie: own}}", true, "own")]
    [InlineData("{sticky: {}}", true, null)]
    [InlineData("{policy: least_connections}", true, "root")]
    public void Stickiness_of_a_target_takes_the_place_of_the_roots_with_its_cookie(string own, bool sticky, string? cookie)
    {
        var target = Deploy.Target($"load_balancing: {{sticky: {{cookie: root}}, slow_start: 5s}}\ntargets:\n  a: {{load_balancing: {own}}}\n").LoadBalancing!;

        Assert.Equal((sticky, cookie, 5), (target.Sticky, target.StickyCookie, target.SlowStartSeconds));
    }

    [Theory]
    [InlineData("routes: [{path: api}]", "routes[0].path", "does not begin with '/'")]
    [InlineData("routes: [{path: /a?b}]", "routes[0].path", "has a character that no path has")]
    [InlineData("routes: [{path: //a}]", "routes[0].path", "has an empty segment")]
    [InlineData("routes: [{path: /a/../b}]", "routes[0].path", "has a '.' or '..' segment")]
    [InlineData("routes: [{path: /a/*}]", "routes[0].path", "has a '*'")]
    [InlineData("routes: [{host: b.com}]", "routes[0].path", "'path' is missing")]
    [InlineData("routes: [{host: b, path: /}]", "routes[0].host", "cannot be routed")]
    [InlineData("routes: [{path: /a}, {path: /a/}]", "routes[1].path", "is given twice")]
    [InlineData("headers: {A B: c}", "headers.\"A B\"", "cannot name a header")]
    [InlineData("headers: {\"A(\": c}", "headers.A(", "cannot name a header")]
    [InlineData("headers: {Content-Length: 5}", "headers.Content-Length", "belongs to the proxy")]
    [InlineData("headers: {X-A: a, x-a: b}", "headers.x-a", "is given twice")]
    [InlineData("headers: {X-A: \"a\\nb\"}", "headers.X-A", "has a line break")]
    [InlineData("error_pages: {500: a.html}", "error_pages.500", "unknown key")]
    [InlineData("error_pages: {4XX: a.html}", "error_pages.4XX", "unknown key")]
    [InlineData("error_pages: {404: [a]}", "error_pages.404", "must be the path of an HTML file")]
    [InlineData("error_pages: a.html", "error_pages", "must be a block with the pages")]
    [InlineData("basic_auth: []", "basic_auth", "names nobody")]
    [InlineData("basic_auth: [{password: {value: a}}]", "basic_auth[0].username", "'username' is missing")]
    [InlineData("basic_auth: [{username: \"a:b\", password: {value: a}}]", "basic_auth[0].username", "has a ':'")]
    [InlineData("basic_auth: [{username: a}]", "basic_auth[0].password", "'password' is missing")]
    [InlineData("basic_auth: [{username: a, password: {}}]", "basic_auth[0].password", "needs 'value' or 'from'")]
    [InlineData("ip_allow: []", "ip_allow", "allows nobody")]
    [InlineData("ip_allow: [10.0.0.1/8]", "ip_allow[0]", "has bits set after the first 8")]
    [InlineData("ip_allow: [10.0.0.0/33]", "ip_allow[0]", "needs a length of 0 to 32")]
    [InlineData("ip_allow: [10.1]", "ip_allow[0]", "is not an IP address or network")]
    [InlineData("ip_allow: [010.0.0.1]", "ip_allow[0]", "is not an IP address or network")]
    [InlineData("ip_allow: [\"fe80::1%eth0\"]", "ip_allow[0]", "is not an IP address or network")]
    [InlineData("ip_allow: [\"2001:db8::1/32\"]", "ip_allow[0]", "has bits set after the first 32")]
    [InlineData("ip_allow: [example.com]", "ip_allow[0]", "is not an IP address or network")]
    [InlineData("max_body: 0", "max_body", "must be 1 to 1024t, not 0")]
    [InlineData("timeouts: {idle: 25h}", "timeouts.idle", "'idle' must be 1s to 24h, not 25h")]
    [InlineData("timeouts: {connect: 0}", "timeouts.connect", "'connect' must be 1s to 24h, not 0")]
    [InlineData("load_balancing: {policy: random}", "load_balancing.policy", "'policy' must be round_robin or least_connections, not 'random'")]
    [InlineData("load_balancing: {slow_start: 2h}", "load_balancing.slow_start", "'slow_start' must be 1s to 1h, not 2h")]
    [InlineData("load_balancing: {sticky: {cookie: \"a;b\"}}", "load_balancing.sticky.cookie", "the name 'a;b' cannot be that of a cookie")]
    [InlineData("load_balancing: {sticky: {cookie: \"\"}}", "load_balancing.sticky.cookie", "the name '' cannot be that of a cookie")]
    [InlineData("load_balancing: {sticky: haloy}", "load_balancing.sticky", "'sticky' must be true, false, or a block with 'cookie'")]
    [InlineData("tls: on", "tls", "'tls' must be auto, internal or off, not 'on'")]
    [InlineData("tls: true", "tls", "'tls' must be auto, internal, off, or a block with 'certificate' and 'key', but this is the boolean true")]
    [InlineData("tls: {certificate: {value: a}}", "tls.key", "'key' is missing")]
    [InlineData("tls: {certificate: {file: a, value: b}, key: {value: c}}", "tls.certificate", "'file' excludes 'value' and 'from'")]
    [InlineData("tls: {certificate: {}, key: {value: c}}", "tls.certificate", "needs 'value' or 'from'")]
    public void What_cannot_be_routed_is_refused(string line, string path, string message)
    {
        var problem = Deploy.Problem($"{App}{line}\n");

        Assert.Equal((path, 3), (problem.Path, problem.Line));
        Assert.Contains(message, problem.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Network_with_host_bits_is_answered_with_the_network() =>
        Assert.Equal("Did you mean 10.0.0.0/8 or 10.1.2.3?", Deploy.Problem($"{App}ip_allow: [10.1.2.3/8]\n").Hint);

    [Fact]
    public void Route_without_a_host_needs_domains()
    {
        var problem = Deploy.Problem("name: app\nroutes: [{path: /}]\n");

        Assert.Equal((ProblemCode.Missing, "routes[0].host"), (problem.Code, problem.Path));
    }

    [Fact]
    public void Headers_are_merged_by_name_without_case_and_lists_are_taken_whole()
    {
        var target = Deploy.Target("""
            headers: {X-A: root, X-B: root}
            ip_allow: [10.0.0.0/8]
            targets:
              a: {headers: {x-a: own, X-C: own}, ip_allow: [192.0.2.1]}
            """);

        Assert.Equal(["X-B: root", "x-a: own", "X-C: own"], target.Headers!.Select(h => $"{h.Key}: {h.Value}"));
        Assert.Equal(["192.0.2.1"], target.IpAllow!);
    }

    [Fact]
    public void Word_of_a_target_replaces_the_certificate_of_the_base_and_the_other_way_round()
    {
        const string Own = "{certificate: {value: C}, key: {value: K}}";
        var targets = Deploy.Targets($"tls: {Own}\ntargets:\n  a: {{tls: off}}\n  b: {{}}\n");
        var other = Deploy.Target($"tls: off\ntargets:\n  a: {{tls: {Own}}}\n");

        Assert.Equal(("off", null), (targets["a"].Config.Tls, targets["a"].Config.TlsCertificate));
        Assert.Equal((null, "K"), (targets["b"].Config.Tls, targets["b"].Config.TlsCertificate!.Key!.Value));
        Assert.Equal((null, "C"), (other.Tls, other.TlsCertificate!.Certificate!.Value));
    }
}
