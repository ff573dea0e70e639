using Haloy.Contracts.Api;

namespace Haloy.Cli.Api;

/// <summary>Leaves out of a target what its server need not or must not be sent.</summary>
internal static class WireTarget
{
    /// <summary>The original rejects fields it does not know, so ours go only to a server that announces them; tokens and build arguments go to none.</summary>
    public static T For<T>(T target, VersionResponse server) where T : TargetConfig
    {
        var plain = target with { ApiToken = null, Image = WithoutBuildArguments(target.Image) };
        return (T)(server.Capabilities?.Contains(Capabilities.ExtendedTarget) == true ? plain : WithoutOurProviders(WithoutExtensions(plain)));
    }

    private static ImageConfig? WithoutBuildArguments(ImageConfig? image) =>
        image?.BuildConfig is { } build ? image with { BuildConfig = build with { Args = null } } : image;

    private static TargetConfig WithoutOurProviders(TargetConfig target) =>
        target is DeployConfig { SecretProviders: { } providers } file
            ? file with { SecretProviders = new SecretProviders { Onepassword = providers.Onepassword, Sops = providers.Sops } }
            : target;

    private static TargetConfig WithoutExtensions(TargetConfig target) => target with
    {
        AcmeEmail = null,
        Tls = null,
        StartTimeoutSeconds = null,
        DrainTimeoutSeconds = null,
        StopTimeoutSeconds = null,
    };
}
