using Haloy.Config.Binding;
using Haloy.Contracts.Api;

namespace Haloy.Config.Schema;

/// <summary>Domains with their aliases (spec/client §1.9).</summary>
internal static class DomainSchema
{
    public static ListReader<DomainConfig> List { get; } = new(
        new BlockReader<DomainConfig>("domain", "a block with 'domain'", new DomainConfig(),
        [
            new Key<DomainConfig, string>("domain", TextValue.Instance, "Host that leads to the app.", (d, v) => d with { Domain = v }, required: true),
            new Key<DomainConfig, IReadOnlyList<string>>("aliases", TextList.Hosts, "Hosts that redirect to it.", (d, v) => d with { Aliases = v }),
        ]),
        "a list of domains",
        "Write each as '- domain: example.com'.");
}
