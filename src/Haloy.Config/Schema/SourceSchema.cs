using Haloy.Config.Binding;
using Haloy.Contracts.Api;

namespace Haloy.Config.Schema;

/// <summary>Values given directly or by reference, and the lists made of them (spec/client §1.10).</summary>
internal static class SourceSchema
{
    private static readonly BlockReader<ValueReference> From = new("valueReference", "a block with 'env' or 'secret'", new ValueReference(),
    [
        new Key<ValueReference, string>("env", TextValue.Instance, "A variable of the environment that `haloy` runs in, or of an env file; it must be set and not empty.", (f, v) => f with { Env = v }),
        new Key<ValueReference, string>("secret", TextValue.Instance, "`provider:source:key`, see `secret_providers`.", (f, v) => f with { Secret = v }),
    ]);

    private static readonly IReadOnlyList<Key<ValueSource>> Keys =
    [
        new Key<ValueSource, string>("value", TextValue.Instance, "The value itself; not empty.", (s, v) => s with { Value = v }),
        new Key<ValueSource, ValueReference>("from", From, "Instead of `value`: where to take it from.", (s, v) => s with { From = v }),
    ];

    /// <summary>A value source on its own.</summary>
    public static BlockReader<ValueSource> Value { get; } = new("valueSource", "a block with 'value' or 'from'", new ValueSource(), Keys);

    /// <summary>A PEM text, from anywhere a value comes from or from a file.</summary>
    public static BlockReader<PemSource> Pem { get; } = new("pemSource", "a block with 'file', 'value' or 'from'", new PemSource(),
    [
        new Key<PemSource, string>("file", TextValue.Instance, "PEM file, relative to the deploy file.", (p, v) => p with { File = v }),
        .. Keys.Select(k => new InheritedKey<PemSource, ValueSource>(k)),
    ]);

    /// <summary><c>env</c>.</summary>
    public static ListReader<EnvVar> Env { get; } = new(
        new BlockReader<EnvVar>("envVariable", "a block with 'name' and 'value' or 'from'", new EnvVar(),
        [
            new Key<EnvVar, string>("name", TextValue.Instance, "Name of the variable.", (e, v) => e with { Name = v }, required: true),
            .. Keys.Select(k => new InheritedKey<EnvVar, ValueSource>(k)),
            new Key<EnvVar, bool>("build_arg", BooleanValue.Instance, "Also a build argument, unless `args` has one of this name.", (e, v) => e with { BuildArg = v }, "false"),
        ]),
        "a list of variables",
        "Write each as '- name: NAME' with 'value:' below it.");

    /// <summary><c>build_config.args</c>.</summary>
    public static ListReader<BuildArg> BuildArgs { get; } = new(
        new BlockReader<BuildArg>("buildArgument", "a block with 'name' and, if wanted, 'value' or 'from'", new BuildArg(),
        [
            new Key<BuildArg, string>("name", TextValue.Instance, "Name of the argument; with the name alone, the variable of the environment is passed through.", (a, v) => a with { Name = v }, required: true),
            .. Keys.Select(k => new InheritedKey<BuildArg, ValueSource>(k)),
        ]),
        "a list of build arguments",
        "Write each as '- name: NAME' with 'value:' below it.");
}
