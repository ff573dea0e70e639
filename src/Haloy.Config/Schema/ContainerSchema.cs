using Haloy.Config.Binding;
using Haloy.Config.Validation;
using Haloy.Contracts.Api;

namespace Haloy.Config.Schema;

/// <summary>What the container of a replica is made of, beyond its image.</summary>
internal static class ContainerSchema
{
    private static readonly BlockReader<ResourcesConfig> Resources = new("resources", "a block with 'cpus' and 'memory'", new ResourcesConfig(),
    [
        new Key<ResourcesConfig, decimal>("cpus", DecimalValue.Instance, "Processor cores a replica may use, such as `0.5`.", (r, v) => r with { Cpus = v }, "no limit"),
        new Key<ResourcesConfig, long>("memory", AmountValue.Size(Limits.Memory), "Memory a replica may use, such as `512m`; beyond it the replica is killed.", (r, v) => r with { MemoryBytes = v }, "no limit"),
    ]);

    private static readonly BlockReader<LogDriverConfig> Log = new("log", "a block with 'driver' and 'options'", new LogDriverConfig(),
    [
        new Key<LogDriverConfig, string>("driver", TextValue.Instance, "Docker's name of a logging driver, such as `local` or `journald`.", (l, v) => l with { Driver = v }, required: true),
        new Key<LogDriverConfig, IReadOnlyDictionary<string, string>>("options", new MapReader<string>(TextValue.Instance, "option", "", anyName: true), "The driver's own options, such as `max-size: 10m`.", (l, v) => l with { Options = v }),
    ]);

    public static IReadOnlyList<Key<TargetConfig>> Keys { get; } =
    [
        new Key<TargetConfig, IReadOnlyList<string>>("command", CommandValue.Instance, "Runs instead of the image's command.", (t, v) => t with { Command = v }, "the image's"),
        new Key<TargetConfig, IReadOnlyList<string>>("entrypoint", CommandValue.Instance, "Runs instead of the image's entry point; the image's command then does not apply either.", (t, v) => t with { Entrypoint = v }, "the image's"),
        new Key<TargetConfig, string>("user", TextValue.Instance, "User that runs it: a name or number, optionally with `:group`.", (t, v) => t with { User = v }, "the image's"),
        new Key<TargetConfig, bool>("init", BooleanValue.Instance, "Whether a small init process forwards signals and reaps children.", (t, v) => t with { Init = v }, "false"),
        new Key<TargetConfig, ResourcesConfig>("resources", Resources, "What each replica may use at most.", (t, v) => t with { Resources = v }, "no limits"),
        new Key<TargetConfig, IReadOnlyList<string>>("extra_hosts", ExtraHostsReader.Instance, "Entries of the hosts file: `name:address` each, or a block of names with addresses. The address `host-gateway` is the server itself.", (t, v) => t with { ExtraHosts = v }),
        new Key<TargetConfig, IReadOnlyList<string>>("volumes", TextList.Volumes, "`NAME:/path[:options]` or `/path/on/server:/path[:options]`.", (t, v) => t with { Volumes = v }),
        new Key<TargetConfig, string>("network", TextValue.Instance, "Docker network to join.", (t, v) => t with { Network = v }, "haloy"),
        new Key<TargetConfig, LogDriverConfig>("log", Log, "Where Docker puts the output of the containers.", (t, v) => t with { Log = v }, "Docker's default"),
    ];
}
