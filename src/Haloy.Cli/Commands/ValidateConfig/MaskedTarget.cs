using Haloy.Config.Targets;
using Haloy.Contracts.Api;

namespace Haloy.Cli.Commands.ValidateConfig;

/// <summary>A resolved target that may be shown: whatever is not written literally in the file is masked.</summary>
internal static class MaskedTarget
{
    private const string Mask = "********";

    public static TargetConfig Of(ResolvedTarget target)
    {
        var (config, written) = (target.Config, target.RollbackConfig);
        var literals = (written.Env ?? []).Where(e => e.From is null).ToLookup(e => e.Name, e => e.Value);
        return config with
        {
            ApiToken = config.ApiToken is null ? null : new ValueSource { Value = Mask },
            Env = config.Env is null ? null : [.. config.Env.Select(e => literals[e.Name].Contains(e.Value) ? e : e with { Value = Mask, From = null })],
            Image = MaskImage(config.Image, written.Image),
        };
    }

    private static ImageConfig? MaskImage(ImageConfig? image, ImageConfig? written) => image is null ? null : image with
    {
        Registry = image.Registry is { } registry
            ? registry with { Username = MaskSource(registry.Username), Password = MaskSource(registry.Password) }
            : null,
        BuildConfig = image.BuildConfig is { Args: { } args } build
            ? build with { Args = [.. args.Select(a => IsLiteral(a, written) ? a : a with { Value = Mask, From = null })] }
            : image.BuildConfig,
    };

    private static ValueSource? MaskSource(ValueSource? source) => source is null ? null : new ValueSource { Value = Mask };

    private static bool IsLiteral(BuildArg arg, ImageConfig? written) =>
        arg.Value is null || written?.BuildConfig?.Args?.Any(w => w.Name == arg.Name && w.From is null && w.Value == arg.Value) == true;
}
