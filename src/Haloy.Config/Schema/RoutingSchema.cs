using Haloy.Config.Binding;
using Haloy.Config.Validation;
using Haloy.Contracts.Api;

namespace Haloy.Config.Schema;

/// <summary>What reaches the app, and how the proxy treats it.</summary>
internal static class RoutingSchema
{
    private static readonly ListReader<RouteConfig> Routes = new(
        new BlockReader<RouteConfig>("route", "a block with 'path'", new RouteConfig(),
        [
            new Key<RouteConfig, string>("path", TextValue.Instance, "Path prefix, beginning with `/`; it matches whole segments.", (r, v) => r with { Path = v }, required: true),
            new Key<RouteConfig, string>("host", TextValue.Instance, "Host it is on.", (r, v) => r with { Host = v }, "every domain of the app"),
            new Key<RouteConfig, bool>("strip", BooleanValue.Instance, "Whether the prefix is taken off before the app sees the request.", (r, v) => r with { Strip = v }, "false"),
        ]),
        "a list of routes",
        "Write each as '- path: /prefix'.");

    private static readonly ListReader<BasicAuthUser> BasicAuth = new(
        new BlockReader<BasicAuthUser>("basicAuthUser", "a block with 'username' and 'password'", new BasicAuthUser(),
        [
            new Key<BasicAuthUser, string>("username", TextValue.Instance, "Name, without colon.", (u, v) => u with { Username = v }, required: true),
            new Key<BasicAuthUser, ValueSource>("password", SourceSchema.Value, "Password.", (u, v) => u with { Password = v }, required: true),
        ]),
        "a list of users",
        "Write each as '- username: NAME' with 'password:' below it.");

    private static readonly BlockReader<TimeoutsConfig> Timeouts = new("timeouts", "a block with the timeouts", new TimeoutsConfig(),
    [
        new Key<TimeoutsConfig, int>("connect", AmountValue.Seconds(Limits.ProxyTimeout), "Until a connection to the app stands.", (t, v) => t with { ConnectSeconds = v }, "the proxy's"),
        new Key<TimeoutsConfig, int>("response_header", AmountValue.Seconds(Limits.ProxyTimeout), "Until the app begins its answer.", (t, v) => t with { ResponseHeaderSeconds = v }, "the proxy's"),
        new Key<TimeoutsConfig, int>("idle", AmountValue.Seconds(Limits.ProxyTimeout), "Without a byte in either direction.", (t, v) => t with { IdleSeconds = v }, "the proxy's"),
    ]);

    public static IReadOnlyList<Key<TargetConfig>> Keys { get; } =
    [
        new Key<TargetConfig, IReadOnlyList<DomainConfig>>("domains", DomainSchema.List, "Hosts that lead to the app.", (t, v) => t with { Domains = v }, "no public route"),
        // After 'domains', because it adds to it.
        new TargetAliasesKey(),
        new Key<TargetConfig, IReadOnlyList<RouteConfig>>("routes", Routes, "Path prefixes that lead to the app, instead of everything on its domains.", (t, v) => t with { Routes = v }),
        new Key<TargetConfig, TlsSetting>("tls", TlsReader.Instance, "`auto`: certificates from the certificate authority; `internal`: from the server's own; `off`: plain HTTP without redirect; or a block with a certificate of your own.", (t, v) => t with { Tls = v.Mode, TlsCertificate = v.Own }, "auto"),
        new Key<TargetConfig, string>("acme_email", TextValue.Instance, "Contact for the certificate authority.", (t, v) => t with { AcmeEmail = v }),
        new Key<TargetConfig, IReadOnlyDictionary<string, string>>("headers", new MapReader<string>(TextValue.Instance, "header", "", anyName: true), "Headers set on every answer; an empty value takes the app's header away.", (t, v) => t with { Headers = v }),
        new Key<TargetConfig, IReadOnlyList<BasicAuthUser>>("basic_auth", BasicAuth, "Who may visit, asked for by the browser.", (t, v) => t with { BasicAuth = v }, "everybody"),
        new Key<TargetConfig, IReadOnlyList<string>>("ip_allow", TextList.Networks, "Addresses and networks (IPv4 and IPv6) that may visit.", (t, v) => t with { IpAllow = v }, "all"),
        new Key<TargetConfig, long>("max_body", AmountValue.Size(Limits.MaxBody), "Longest request body.", (t, v) => t with { MaxBodyBytes = v }, "no limit"),
        new Key<TargetConfig, TimeoutsConfig>("timeouts", Timeouts, "How long the proxy waits for the app.", (t, v) => t with { Timeouts = v }),
        new Key<TargetConfig, LoadBalancingConfig>("load_balancing", LoadBalancingSchema.Block, "How requests are shared out among the replicas.", (t, v) => t with { LoadBalancing = v }),
        new Key<TargetConfig, bool>("compression", BooleanValue.Instance, "Whether the proxy compresses what the app did not.", (t, v) => t with { Compression = v }, "false"),
        new Key<TargetConfig, IReadOnlyDictionary<string, ErrorPageConfig>>("error_pages", PageSchema.Block, "Pages shown in place of the proxy's own.", (t, v) => t with { ErrorPages = v }, "the proxy's"),
    ];
}
