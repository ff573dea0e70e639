namespace Haloy.Contracts.Api;

/// <summary>Secret sources by provider and name: where secrets are, never what they are.</summary>
public sealed record SecretProviders
{
    /// <summary>1Password items.</summary>
    public IReadOnlyDictionary<string, OnePasswordSource>? Onepassword { get; init; }

    /// <summary>SOPS files.</summary>
    public IReadOnlyDictionary<string, SopsSource>? Sops { get; init; }

    /// <summary>Ours: entries of a password store (<c>pass</c>).</summary>
    public IReadOnlyDictionary<string, PassSource>? Pass { get; init; }

    /// <summary>Ours: files encrypted with <c>age</c>.</summary>
    public IReadOnlyDictionary<string, AgeSource>? Age { get; init; }

    /// <summary>Ours: what any program prints.</summary>
    public IReadOnlyDictionary<string, CommandSource>? Command { get; init; }
}

/// <summary>One place that holds secrets.</summary>
public abstract record SecretSource;

/// <summary>One 1Password item.</summary>
public sealed record OnePasswordSource(string? Vault, string? Item, string? Account) : SecretSource;

/// <summary>One SOPS file: <c>yaml</c>, <c>json</c> or <c>dotenv</c>, by its extension unless <paramref name="Format"/> says so.</summary>
public sealed record SopsSource(string? File, string? Format) : SecretSource;

/// <summary>One entry of a password store; <paramref name="Store"/> is its directory when it is not the user's own.</summary>
public sealed record PassSource(string? Entry, string? Store) : SecretSource;

/// <summary>One file encrypted with age, and the files with the keys that open it; formats as for SOPS, and <c>text</c>.</summary>
public sealed record AgeSource(string? File, IReadOnlyList<string>? Identity, string? Format) : SecretSource;

/// <summary>A program and its arguments; formats as for SOPS, and <c>text</c>.</summary>
public sealed record CommandSource(IReadOnlyList<string>? Command, string? Format) : SecretSource;
