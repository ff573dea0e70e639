using Haloy.Contracts.Api;

namespace Haloy.Config.Targets;

/// <summary>
/// Takes away what only building and running an app needs: looking at an app, or stopping it, must not ask for its secrets.
/// The token of the server stays.
/// </summary>
internal static class ValueStripper
{
    private static readonly ValueSource NotLookedUp = new() { Value = "not looked up" };

    public static DeployConfig Strip(DeployConfig config) => config with
    {
        Env = null,
        Image = Strip(config.Image),
        Images = config.Images?.ToDictionary(i => i.Key, i => Strip(i.Value)!),
        Targets = config.Targets?.ToDictionary(t => t.Key, t => t.Value with { Env = null, Image = Strip(t.Value.Image) }),
    };

    private static ImageConfig? Strip(ImageConfig? image) => image is null
        ? null
        : image with
        {
            Registry = image.Registry is null ? null : image.Registry with { Username = NotLookedUp, Password = NotLookedUp },
            BuildConfig = image.BuildConfig is null ? null : image.BuildConfig with { Args = null },
        };
}
