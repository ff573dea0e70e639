using Haloy.Config.Binding;
using Haloy.Config.Problems;
using Haloy.Config.Secrets;
using Haloy.Config.Secrets.Providers;
using Haloy.Contracts.Api;

namespace Haloy.Config.Targets;

/// <summary>Replaces references by values; what cannot be replaced is a problem. Never puts a value into a message.</summary>
internal sealed class ReferenceResolver(SecretProviders? providers, Func<string, string?> environment, SecretValues secrets, List<ConfigProblem> problems)
{
    /// <summary>The target with values only, its variables interpolated and handed to the build where flagged.</summary>
    public ResolvedValues Resolve(TargetConfig target)
    {
        var sensitive = new HashSet<string>(StringComparer.Ordinal);
        var values = ValueSources.Map(target, (source, path) =>
        {
            if (source.From is not null || SensitiveValues.AreByNature(path))
                sensitive.Add(path);
            return Replace(source, path);
        });
        var env = values.Env is null ? null : EnvInterpolation.Apply(values.Env, target.Env!, sensitive, problems);
        var image = values.Image is { } i && i.ShouldBuild() ? BuildArgs.AddFlagged(i, env, sensitive) : values.Image;
        return new ResolvedValues(values with { Env = env, Image = image }, sensitive);
    }

    private ValueSource Replace(ValueSource source, string path)
    {
        // Both at once is a problem of its own, already reported by validation.
        if (source.From is not { } from || !string.IsNullOrEmpty(source.Value))
            return source;
        if (from.Env is { Length: > 0 } variable)
            return source with { Value = Variable(variable, $"{path}.from.env"), From = null };
        return from.Secret is { Length: > 0 } secret ? Secret(source, secret, $"{path}.from.secret") : source with { From = null };
    }

    private string? Variable(string name, string path)
    {
        if (environment(name) is { Length: > 0 } value)
            return value;
        Problem(ProblemCode.Reference, path, $"the environment variable {name} is not set, or is empty", "Export it, or put it into a .env file.");
        return null;
    }

    private ValueSource Secret(ValueSource source, string text, string path)
    {
        var reference = SecretReference.Parse(text);
        if (reference is null)
            Problem(ProblemCode.Secret, path, "a secret is named as provider:source:key", $"Providers are {Suggestion.List(SecretProvider.Names)}.");
        else if (IsDefined(reference, path) && !secrets.AreLookedUp)
            return source;
        return source with { Value = reference is null ? null : Value(reference, path), From = null };
    }

    private bool IsDefined(SecretReference reference, string path)
    {
        if (SecretProvider.Find(reference.Provider) is not { } provider)
            Problem(ProblemCode.Secret, path, $"there is no secret provider '{reference.Provider}', which the source '{reference.Source}' should belong to", Suggestion.For(reference.Provider, SecretProvider.Names));
        else if (providers is null)
            Problem(ProblemCode.Secret, path, $"this secret needs the {reference.Id}, but the file has no 'secret_providers'", $"Add {reference.Id.Path}.");
        else if (provider.Find(providers, reference.Source) is null)
            Problem(ProblemCode.Secret, path, $"secret_providers.{reference.Provider} has no source '{reference.Source}'", SourceHint(reference, provider.SourceNames(providers)));
        else
            return true;
        return false;
    }

    private static string SourceHint(SecretReference reference, IEnumerable<string> names) =>
        Suggestion.Nearest(reference.Source, names) is { } near ? $"Did you mean '{near}'?" : $"Add {reference.Id.Path}.";

    private string? Value(SecretReference reference, string path)
    {
        // Without an entry its definition has a problem, which has been reported already.
        if (!secrets.TryGet(reference.Id, out var source))
            return null;
        if (!source.Succeeded)
            Problem(ProblemCode.Secret, reference.Id.Path, source.Failure.Message, source.Failure.Hint);
        else if (source.Value.TryGet(reference.Key, out var value))
            return value;
        else
            Problem(ProblemCode.Secret, path, $"the {reference.Id} has no key '{reference.Key}'", MissingKey.Hint(reference.Key, source.Value));
        return null;
    }

    private void Problem(ProblemCode code, string path, string message, string? hint) => problems.Add(ConfigProblem.At(code, path, message, hint));
}

/// <summary>A target without references, and the keys whose values must not be shown.</summary>
internal sealed record ResolvedValues(TargetConfig Config, IReadOnlySet<string> Sensitive);
