using Haloy.Config.Binding;
using Haloy.Config.Secrets;
using Haloy.Contracts.Api;

namespace Haloy.Config.Schema;

/// <summary>Where secrets are looked up (spec/client §1.13).</summary>
internal static class SecretSchema
{
    private const string ByExtension = "by the file's extension";

    private static readonly BlockReader<OnePasswordSource> OnePassword = new("onepasswordSource", "a block with 'vault' and 'item'", new OnePasswordSource(null, null, null),
    [
        new Key<OnePasswordSource, string>("vault", TextValue.Instance, "Vault the item is in.", (s, v) => s with { Vault = v }, required: true),
        new Key<OnePasswordSource, string>("item", TextValue.Instance, "Item whose fields are the keys.", (s, v) => s with { Item = v }, required: true),
        new Key<OnePasswordSource, string>("account", TextValue.Instance, "Account, when `op` knows several.", (s, v) => s with { Account = v }),
    ]);

    private static readonly BlockReader<SopsSource> Sops = new("sopsSource", "a block with 'file'", new SopsSource(null, null),
    [
        new Key<SopsSource, string>("file", TextValue.Instance, "Encrypted file, relative to the deploy file.", (s, v) => s with { File = v }, required: true),
        new Key<SopsSource, string>("format", TextValue.OneOf(SecretFormats.Structured), "How its content is written.", (s, v) => s with { Format = v }, ByExtension),
    ]);

    private static readonly BlockReader<PassSource> Pass = new("passSource", "a block with 'entry'", new PassSource(null, null),
    [
        new Key<PassSource, string>("entry", TextValue.Instance, "Entry of the password store.", (s, v) => s with { Entry = v }, required: true),
        new Key<PassSource, string>("store", TextValue.Instance, "The store's directory, relative to the deploy file.", (s, v) => s with { Store = v }, "the user's own"),
    ]);

    private static readonly BlockReader<AgeSource> Age = new("ageSource", "a block with 'file' and 'identity'", new AgeSource(null, null, null),
    [
        new Key<AgeSource, string>("file", TextValue.Instance, "Encrypted file, relative to the deploy file.", (s, v) => s with { File = v }, required: true),
        new Key<AgeSource, IReadOnlyList<string>>("identity", TextList.OneOrMoreFiles, "Files with the keys that open it.", (s, v) => s with { Identity = v }, required: true),
        new Key<AgeSource, string>("format", TextValue.OneOf(SecretFormats.All), "How its content is written; `text` is one value.", (s, v) => s with { Format = v }, ByExtension),
    ]);

    private static readonly BlockReader<CommandSource> Command = new("commandSource", "a block with 'command'", new CommandSource(null, null),
    [
        new Key<CommandSource, IReadOnlyList<string>>("command", CommandValue.Instance, "Runs; what it prints is the secret.", (s, v) => s with { Command = v }, required: true),
        new Key<CommandSource, string>("format", TextValue.OneOf(SecretFormats.All), "How its output is written; `text` is one value.", (s, v) => s with { Format = v }),
    ]);

    /// <summary><c>secret_providers</c>.</summary>
    public static BlockReader<SecretProviders> Providers { get; } = new("secretProviders", "a block with one key per provider", new SecretProviders(),
    [
        Provider("onepassword", OnePassword, "1Password source", new OnePasswordSource(null, null, null), "1Password items by source name.", (p, v) => p with { Onepassword = v }),
        Provider("sops", Sops, "SOPS source", new SopsSource(null, null), "SOPS files by source name.", (p, v) => p with { Sops = v }),
        Provider("pass", Pass, "pass source", new PassSource(null, null), "Entries of a password store by source name.", (p, v) => p with { Pass = v }),
        Provider("age", Age, "age source", new AgeSource(null, null, null), "Files encrypted with age by source name.", (p, v) => p with { Age = v }),
        Provider("command", Command, "command source", new CommandSource(null, null), "What programs print, by source name.", (p, v) => p with { Command = v }),
    ]);

    private static Key<SecretProviders, IReadOnlyDictionary<string, T>> Provider<T>(
        string name, BlockReader<T> source, string noun, T empty, string meaning, Func<SecretProviders, IReadOnlyDictionary<string, T>, SecretProviders> set) =>
        new(name, new MapReader<T>(source, noun, empty), meaning, set);
}
