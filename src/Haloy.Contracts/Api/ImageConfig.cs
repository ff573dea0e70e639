using Haloy.Core;

namespace Haloy.Contracts.Api;

/// <summary>An image and how to get it.</summary>
public sealed record ImageConfig
{
    /// <summary>Repository, optionally with registry host; default the app's name.</summary>
    public string? Repository { get; init; }

    /// <summary>Tag; <c>latest</c> when the reference is formed without one.</summary>
    public string? Tag { get; init; }

    /// <summary><c>always</c> (default), <c>if_missing</c> or <c>never</c>.</summary>
    public string? PullPolicy { get; init; }

    /// <summary>What is kept for rollback.</summary>
    public ImageHistory? History { get; init; }

    /// <summary>Registry credentials.</summary>
    public RegistryConfig? Registry { get; init; }

    /// <summary>Forces or forbids building.</summary>
    public bool? Build { get; init; }

    /// <summary>How to build; <c>builder</c> in deploy files is the same block.</summary>
    public BuildConfig? BuildConfig { get; init; }

    /// <summary>The reference Docker is asked for: repository with its own tag, or with <see cref="Tag"/>, or with <c>latest</c>.</summary>
    public string Reference()
    {
        var parsed = ImageReference.Parse(Repository ?? "");
        return string.IsNullOrEmpty(Tag) ? parsed.ToString() : $"{parsed.Repository}:{Tag}";
    }

    /// <summary>Whether the client builds this image: <c>build</c> decides, else the presence of a build block (spec/client §1.5).</summary>
    public bool ShouldBuild() => Build ?? BuildConfig is not null;

    /// <summary><c>registry</c> or <c>server</c>: explicit, else <c>registry</c> when credentials are given.</summary>
    public string PushTarget() => BuildConfig?.Push is { Length: > 0 } push ? push : Registry is null ? "server" : "registry";
}

/// <summary>Which earlier versions stay available for rollback.</summary>
public sealed record ImageHistory
{
    /// <summary><c>local</c> (default), <c>registry</c> or <c>none</c>.</summary>
    public string? Strategy { get; init; }

    /// <summary>How many deployments are kept, at least 1; default 6 for <c>local</c>.</summary>
    public int? Count { get; init; }

    /// <summary>Tag pattern of the <c>registry</c> strategy.</summary>
    public string? Pattern { get; init; }
}

/// <summary>A registry with credentials.</summary>
public sealed record RegistryConfig
{
    /// <summary>Registry host; default taken from the repository.</summary>
    public string? Server { get; init; }

    /// <summary>User name.</summary>
    public ValueSource? Username { get; init; }

    /// <summary>Password or token.</summary>
    public ValueSource? Password { get; init; }
}

/// <summary>Arguments of <c>docker build</c>.</summary>
public sealed record BuildConfig
{
    /// <summary>Build context, relative to the deploy file's directory; default <c>.</c>.</summary>
    public string? Context { get; init; }

    /// <summary>Dockerfile, relative to the context; default <c>Dockerfile</c>.</summary>
    public string? Dockerfile { get; init; }

    /// <summary>Target platform; default <c>linux/amd64</c>.</summary>
    public string? Platform { get; init; }

    /// <summary>Build arguments.</summary>
    public IReadOnlyList<BuildArg>? Args { get; init; }

    /// <summary><c>server</c> or <c>registry</c>.</summary>
    public string? Push { get; init; }
}

/// <summary>One build argument; without value and reference it is passed through from the CLI's environment.</summary>
public sealed record BuildArg : ValueSource
{
    /// <summary>Argument name.</summary>
    public string? Name { get; init; }
}
