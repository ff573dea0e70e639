using Haloy.Contracts.Api;

namespace Haloy.Config.Targets;

/// <summary>
/// Takes away what only building and running an app needs: looking at an app, or stopping it, must not ask for its secrets and files.
/// The token of the server stays.
/// </summary>
internal static class ValueStripper
{
    public static DeployConfig Strip(DeployConfig config) => (DeployConfig)Strip((TargetConfig)config) with
    {
        Images = config.Images?.ToDictionary(i => i.Key, i => ValueSources.Map(WithoutArguments(i.Value), "", Hide)!),
        Targets = config.Targets?.ToDictionary(t => t.Key, t => Strip(t.Value)),
    };

    // Whole blocks go where nothing that stays needs them; other values are filled in, for validation asks for them.
    private static TargetConfig Strip(TargetConfig target) =>
        ValueSources.Map(target with { Env = null, Image = WithoutArguments(target.Image), TlsCertificate = null, BasicAuth = null, ErrorPages = null, Notify = null }, Hide);

    private static ImageConfig? WithoutArguments(ImageConfig? image) =>
        image?.BuildConfig is { } build ? image with { BuildConfig = build with { Args = null } } : image;

    private static ValueSource Hide(ValueSource source, string path) =>
        path == "api_token" || source.From is null ? source : source with { Value = "not looked up", From = null };
}
