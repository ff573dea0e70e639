using Haloy.Config.Validation;
using Haloy.Contracts.Api;
using Haloy.Core;

namespace Haloy.Config.Secrets.Providers;

/// <summary>A kind of place for secrets: how its sources are written, which program reads them and what that program prints.</summary>
internal abstract class SecretProvider(string name)
{
    /// <summary>All of them, in the order of the reference.</summary>
    public static IReadOnlyList<SecretProvider> All { get; } =
        [new OnePasswordProvider(), new SopsProvider(), new PassProvider(), new AgeProvider(), new CommandProvider()];

    public static IReadOnlyList<string> Names => [.. All.Select(p => p.Name)];

    /// <summary>Its key below <c>secret_providers</c>, and the first part of references.</summary>
    public string Name { get; } = name;

    public abstract string Stage { get; }

    public abstract string InstallHint { get; }

    public virtual string? WaitNotice => null;

    public static SecretProvider? Find(string name) => All.FirstOrDefault(p => p.Name == name);

    public abstract IEnumerable<string> SourceNames(SecretProviders providers);

    public abstract SecretSource? Find(SecretProviders providers, string source);

    /// <summary>What is wrong with a source as written; <paramref name="path"/> is its key.</summary>
    public abstract void Check(SecretSource source, string path, Findings findings);

    /// <summary>The program that reads a source that has passed <see cref="Check"/>.</summary>
    public abstract SecretCall Call(SecretSource source, SecretPlaces places);

    /// <summary>The values in the program's output; a failure says what is wrong without repeating any of it.</summary>
    public abstract Outcome<SecretData> Read(SecretSource source, string output);
}

/// <summary>A provider whose sources are written as <typeparamref name="TSource"/>.</summary>
internal abstract class SecretProvider<TSource>(string name, Func<SecretProviders, IReadOnlyDictionary<string, TSource>?> sources)
    : SecretProvider(name) where TSource : SecretSource
{
    public sealed override IEnumerable<string> SourceNames(SecretProviders providers) => sources(providers)?.Keys ?? [];

    public sealed override SecretSource? Find(SecretProviders providers, string source) => sources(providers)?.GetValueOrDefault(source);

    public sealed override void Check(SecretSource source, string path, Findings findings) => Check((TSource)source, path, findings);

    public sealed override SecretCall Call(SecretSource source, SecretPlaces places) => Call((TSource)source, places);

    public sealed override Outcome<SecretData> Read(SecretSource source, string output) => Read((TSource)source, output);

    protected abstract void Check(TSource source, string path, Findings findings);

    protected abstract SecretCall Call(TSource source, SecretPlaces places);

    protected abstract Outcome<SecretData> Read(TSource source, string output);
}
