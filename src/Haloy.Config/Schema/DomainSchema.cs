using Haloy.Config.Binding;
using Haloy.Contracts.Api;

namespace Haloy.Config.Schema;

/// <summary>Domains with their aliases (spec/client §1.9).</summary>
internal static class DomainSchema
{
    public static ListReader<DomainConfig> List { get; } = new(
        new BlockReader<DomainConfig>("a block with 'domain'", new DomainConfig(),
        [
            new Key<DomainConfig, string>("domain", TextValue.Instance, (d, v) => d with { Domain = v }),
            new Key<DomainConfig, IReadOnlyList<string>>("aliases", TextList.Hosts, (d, v) => d with { Aliases = v }),
        ]),
        "a list of domains",
        "Write each as '- domain: example.com'.");
}
