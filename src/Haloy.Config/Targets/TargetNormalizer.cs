using Haloy.Contracts.Api;

namespace Haloy.Config.Targets;

/// <summary>Fills in what a merged target leaves open: its preset, its image, then the built-in defaults (spec/client §1.5, §1.16).</summary>
internal static class TargetNormalizer
{
    public static TargetConfig Normalize(TargetConfig target)
    {
        var preset = target.Preset is "database" or "service" ? WithPreset(target) : target;
        return TargetDefaults.Apply(preset with { Image = WithRepository(preset.Image, preset.Name) });
    }

    // 'protected: false' is a decision and stays; a preset only fills gaps.
    private static TargetConfig WithPreset(TargetConfig target) => target with
    {
        DeploymentStrategy = target.DeploymentStrategy ?? "replace",
        NamingStrategy = target.NamingStrategy ?? "static",
        Protected = target.Protected ?? true,
        Image = target.Image is not { } image ? null : image with
        {
            History = image.History ?? new ImageHistory { Strategy = "none" },
            PullPolicy = string.IsNullOrEmpty(image.PullPolicy) ? "if_missing" : image.PullPolicy,
        },
    };

    private static ImageConfig? WithRepository(ImageConfig? image, string? name)
    {
        if (image is null || !string.IsNullOrEmpty(image.Repository))
            return image;
        return image with { Repository = name, Build = image.Build ?? (image.BuildConfig is null ? true : null) };
    }
}
