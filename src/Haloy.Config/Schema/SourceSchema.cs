using Haloy.Config.Binding;
using Haloy.Contracts.Api;

namespace Haloy.Config.Schema;

/// <summary>Values given directly or by reference, and the lists made of them (spec/client §1.10).</summary>
internal static class SourceSchema
{
    private static readonly BlockReader<ValueReference> From = new("a block with 'env' or 'secret'", new ValueReference(),
    [
        new Key<ValueReference, string>("env", TextValue.Instance, (f, v) => f with { Env = v }),
        new Key<ValueReference, string>("secret", TextValue.Instance, (f, v) => f with { Secret = v }),
    ]);

    private static readonly IReadOnlyList<Key<ValueSource>> Keys =
    [
        new Key<ValueSource, string>("value", TextValue.Instance, (s, v) => s with { Value = v }),
        new Key<ValueSource, ValueReference>("from", From, (s, v) => s with { From = v }),
    ];

    /// <summary>A value source on its own.</summary>
    public static BlockReader<ValueSource> Value { get; } = new("a block with 'value' or 'from'", new ValueSource(), Keys);

    /// <summary><c>env</c>.</summary>
    public static ListReader<EnvVar> Env { get; } = new(
        new BlockReader<EnvVar>("a block with 'name' and 'value' or 'from'", new EnvVar(),
        [
            new Key<EnvVar, string>("name", TextValue.Instance, (e, v) => e with { Name = v }),
            .. Keys.Select(k => new InheritedKey<EnvVar, ValueSource>(k)),
            new Key<EnvVar, bool>("build_arg", BooleanValue.Instance, (e, v) => e with { BuildArg = v }),
        ]),
        "a list of variables",
        "Write each as '- name: NAME' with 'value:' below it.");

    /// <summary><c>build_config.args</c>.</summary>
    public static ListReader<BuildArg> BuildArgs { get; } = new(
        new BlockReader<BuildArg>("a block with 'name' and, if wanted, 'value' or 'from'", new BuildArg(),
        [
            new Key<BuildArg, string>("name", TextValue.Instance, (a, v) => a with { Name = v }),
            .. Keys.Select(k => new InheritedKey<BuildArg, ValueSource>(k)),
        ]),
        "a list of build arguments",
        "Write each as '- name: NAME' with 'value:' below it.");
}
