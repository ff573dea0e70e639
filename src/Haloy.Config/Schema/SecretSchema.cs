using Haloy.Config.Binding;
using Haloy.Contracts.Api;

namespace Haloy.Config.Schema;

/// <summary>Where secrets are looked up (spec/client §1.13).</summary>
internal static class SecretSchema
{
    private static readonly BlockReader<OnePasswordSource> OnePassword = new("a block with 'vault' and 'item'", new OnePasswordSource(null, null, null),
    [
        new Key<OnePasswordSource, string>("vault", TextValue.Instance, (s, v) => s with { Vault = v }),
        new Key<OnePasswordSource, string>("item", TextValue.Instance, (s, v) => s with { Item = v }),
        new Key<OnePasswordSource, string>("account", TextValue.Instance, (s, v) => s with { Account = v }),
    ]);

    private static readonly BlockReader<SopsSource> Sops = new("a block with 'file'", new SopsSource(null, null),
    [
        new Key<SopsSource, string>("file", TextValue.Instance, (s, v) => s with { File = v }),
        new Key<SopsSource, string>("format", TextValue.Instance, (s, v) => s with { Format = v }),
    ]);

    private static readonly BlockReader<PassSource> Pass = new("a block with 'entry'", new PassSource(null, null),
    [
        new Key<PassSource, string>("entry", TextValue.Instance, (s, v) => s with { Entry = v }),
        new Key<PassSource, string>("store", TextValue.Instance, (s, v) => s with { Store = v }),
    ]);

    private static readonly BlockReader<AgeSource> Age = new("a block with 'file' and 'identity'", new AgeSource(null, null, null),
    [
        new Key<AgeSource, string>("file", TextValue.Instance, (s, v) => s with { File = v }),
        new Key<AgeSource, IReadOnlyList<string>>("identity", TextOrList.Files, (s, v) => s with { Identity = v }),
        new Key<AgeSource, string>("format", TextValue.Instance, (s, v) => s with { Format = v }),
    ]);

    private static readonly BlockReader<CommandSource> Command = new("a block with 'command'", new CommandSource(null, null),
    [
        new Key<CommandSource, IReadOnlyList<string>>("command", TextList.ProgramAndArguments, (s, v) => s with { Command = v }),
        new Key<CommandSource, string>("format", TextValue.Instance, (s, v) => s with { Format = v }),
    ]);

    /// <summary><c>secret_providers</c>.</summary>
    public static BlockReader<SecretProviders> Providers { get; } = new("a block with one key per provider", new SecretProviders(),
    [
        Provider("onepassword", OnePassword, "1Password source", new OnePasswordSource(null, null, null), (p, v) => p with { Onepassword = v }),
        Provider("sops", Sops, "SOPS source", new SopsSource(null, null), (p, v) => p with { Sops = v }),
        Provider("pass", Pass, "pass source", new PassSource(null, null), (p, v) => p with { Pass = v }),
        Provider("age", Age, "age source", new AgeSource(null, null, null), (p, v) => p with { Age = v }),
        Provider("command", Command, "command source", new CommandSource(null, null), (p, v) => p with { Command = v }),
    ]);

    private static Key<SecretProviders, IReadOnlyDictionary<string, T>> Provider<T>(
        string name, BlockReader<T> source, string noun, T empty, Func<SecretProviders, IReadOnlyDictionary<string, T>, SecretProviders> set) =>
        new(name, new MapReader<T>(source, noun, empty), set);
}
