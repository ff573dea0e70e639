using Haloy.Contracts.Api;

namespace Haloy.Config.Targets;

/// <summary>
/// The one list of the places in a target where a value may be a reference. Whoever looks values up, counts, hides or strips them
/// walks over it, so that a new place cannot be forgotten by one of them.
/// </summary>
internal static class ValueSources
{
    /// <summary>The target with each source replaced by what <paramref name="change"/> makes of it and of its key, such as <c>env[2]</c>.</summary>
    public static TargetConfig Map(TargetConfig target, Func<ValueSource, string, ValueSource> change) => target with
    {
        ApiToken = One(target.ApiToken, "api_token", change),
        Image = Map(target.Image, "image", change),
        Env = Each(target.Env, "env", change),
        TlsCertificate = target.TlsCertificate is not { } own ? null : own with
        {
            Certificate = One(own.Certificate, "tls.certificate", change),
            Key = One(own.Key, "tls.key", change),
        },
        BasicAuth = target.BasicAuth is not { } users ? null :
            [.. users.Select((user, i) => user with { Password = One(user.Password, $"basic_auth[{i}].password", change) })],
        Notify = target.Notify is not { } hooks ? null :
            [.. hooks.Select((hook, i) => hook with { Url = One(hook.Url, $"notify[{i}].url", change) })],
    };

    /// <summary>The same for an image by itself.</summary>
    public static ImageConfig? Map(ImageConfig? image, string path, Func<ValueSource, string, ValueSource> change) => image is null ? null : image with
    {
        Registry = image.Registry is not { } registry ? null : registry with
        {
            Username = One(registry.Username, $"{path}.registry.username", change),
            Password = One(registry.Password, $"{path}.registry.password", change),
        },
        BuildConfig = image.BuildConfig is not { } build ? null : build with { Args = Each(build.Args, $"{path}.build_config.args", change) },
    };

    private static IReadOnlyList<T>? Each<T>(IReadOnlyList<T>? sources, string path, Func<ValueSource, string, ValueSource> change) where T : ValueSource =>
        sources is null ? null : [.. sources.Select((source, i) => One(source, ItemPaths.Of(path, i), change)!)];

    // 'with' on a record keeps its run-time type, so what comes back is still a T.
    private static T? One<T>(T? source, string path, Func<ValueSource, string, ValueSource> change) where T : ValueSource =>
        source is null ? null : (T)change(source, path);
}
