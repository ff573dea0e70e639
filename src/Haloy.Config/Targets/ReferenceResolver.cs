using Haloy.Config.Binding;
using Haloy.Config.Problems;
using Haloy.Contracts.Api;

namespace Haloy.Config.Targets;

/// <summary>Replaces references by values; what cannot be replaced is a problem. Never puts a value into a message.</summary>
internal sealed class ReferenceResolver(SecretProviders? providers, Func<string, string?> environment, List<ConfigProblem> problems)
{
    /// <summary>The target with values only, its variables interpolated and handed to the build where flagged.</summary>
    public TargetConfig Resolve(TargetConfig target)
    {
        var env = ResolveEnv(target.Env);
        var image = target.Image is { } unresolved ? Image(unresolved) : null;
        return target with
        {
            ApiToken = Source(target.ApiToken, "api_token"),
            Env = env,
            Image = image is not null && image.ShouldBuild() ? BuildArgs.AddFlagged(image, env) : image,
        };
    }

    private IReadOnlyList<EnvVar>? ResolveEnv(IReadOnlyList<EnvVar>? env)
    {
        if (env is null)
            return null;
        var literal = env.Select((variable, i) => (variable, i)).Where(e => e.variable.From is null).Select(e => e.i).ToHashSet();
        List<EnvVar> values = [.. env.Select((variable, i) => Source(variable, $"env[{i}]")!)];
        return EnvInterpolation.Apply(values, literal, problems);
    }

    private ImageConfig Image(ImageConfig image) => image with
    {
        Registry = image.Registry is not { } registry ? null : registry with
        {
            Username = Source(registry.Username, "image.registry.username"),
            Password = Source(registry.Password, "image.registry.password"),
        },
        BuildConfig = image.BuildConfig is not { Args: { } args } build ? image.BuildConfig : build with
        {
            Args = [.. args.Select((arg, i) => Source(arg, $"image.build_config.args[{i}]")!)],
        },
    };

    private T? Source<T>(T? source, string path) where T : ValueSource
    {
        // Both at once is a problem of its own, already reported by validation.
        if (source?.From is not { } from || !string.IsNullOrEmpty(source.Value))
            return source;
        var value = from.Env is { Length: > 0 } variable ? Variable(variable, $"{path}.from.env")
            : from.Secret is { Length: > 0 } secret ? Secret(secret, $"{path}.from.secret")
            : null;
        return (T)(source with { Value = value, From = null });
    }

    private string? Variable(string name, string path)
    {
        if (environment(name) is { Length: > 0 } value)
            return value;
        Problem(ProblemCode.Reference, path, $"the environment variable {name} is not set, or is empty", "Export it, or put it into a .env file.");
        return null;
    }

    private string? Secret(string text, string path)
    {
        if (SecretReference.Parse(text) is not { } reference)
            Problem(ProblemCode.Secret, path, "a secret is named as provider:source:key", $"Providers are {Suggestion.List(SecretReference.Providers)}.");
        else if (!SecretReference.Providers.Contains(reference.Provider))
            Problem(ProblemCode.Secret, path, $"there is no secret provider '{reference.Provider}'", Suggestion.For(reference.Provider, SecretReference.Providers));
        else if (providers is null)
            Problem(ProblemCode.Secret, path, $"this secret needs the source '{reference.Source}', but the file has no 'secret_providers'", $"Add secret_providers.{reference.Provider}.{reference.Source}.");
        else if (!Sources(reference.Provider).Contains(reference.Source))
            Problem(ProblemCode.Secret, path, $"secret_providers.{reference.Provider} has no source '{reference.Source}'", $"Add secret_providers.{reference.Provider}.{reference.Source}.");
        else
            Problem(ProblemCode.Secret, path, $"secrets from {reference.Provider} cannot be looked up by this version", "Export the value and use 'from: {env: NAME}' instead.");
        return null;
    }

    private IEnumerable<string> Sources(string provider) => (provider == "sops" ? (IEnumerable<string>?)providers!.Sops?.Keys : providers!.Onepassword?.Keys) ?? [];

    private void Problem(ProblemCode code, string path, string message, string hint) => problems.Add(ConfigProblem.At(code, path, message, hint));
}
