using Haloy.Config.Problems;
using Haloy.Contracts.Api;
using Haloy.Core;

namespace Haloy.Config.Validation;

/// <summary>Images, their history, registry and build (spec/client §1.5–1.8).</summary>
internal static class ImageRules
{
    private static readonly string[] MutableTags = ["latest", "main", "master", "develop", "staging", "production"];

    public static void Check(ImageConfig image, string? appName, Findings findings)
    {
        var repository = image.Repository?.Trim() ?? "";
        // Without a repository the app's name stands in; when that is missing too, saying so once is enough.
        if (repository.Length == 0 && !string.IsNullOrEmpty(appName))
            findings.Add(ProblemCode.Missing, "image.repository", "'repository' is missing");
        // The default is the app's name, which has a rule of its own.
        if (repository != appName && repository.Length > 0 && ImageName.Problem(repository) is (string problem, var hint))
            findings.Value("image.repository", $"'{repository}' {problem}", hint);
        if (!string.IsNullOrEmpty(image.Tag) && !ImageName.IsTag(image.Tag))
            findings.Value("image.tag", $"'{image.Tag}' is not a tag", ImageName.TagHint);
        if (!string.IsNullOrEmpty(image.Tag) && ImageReference.Parse(repository).Tag is { } second)
            findings.Add(ProblemCode.Conflict, "image.tag", $"the image has two tags: '{second}' in its repository and '{image.Tag}'", "Keep one of them.");
        findings.OneOf("image.pull_policy", image.PullPolicy, Choices.PullPolicies);
        if (image.History is { } history)
            History(history, image, findings);
        if (image.Registry is { } registry)
            Registry(registry, findings);
        if (image.BuildConfig is { } build)
            BuildRules.Check(build, findings);
        if (image.ShouldBuild())
            Push(image, findings);
    }

    private static void History(ImageHistory history, ImageConfig image, Findings findings)
    {
        findings.OneOf("image.history.strategy", history.Strategy, Choices.HistoryStrategies);
        if (history.Strategy is not (null or "" or "local" or "registry"))
            return;
        if (history.Count is null)
            findings.Add(ProblemCode.Missing, "image.history.count", $"'count' is missing, which the strategy '{history.Strategy}' needs");
        findings.Range("image.history.count", history.Count, Limits.HistoryCount);
        if (history.Strategy != "registry")
            return;
        if (string.IsNullOrWhiteSpace(history.Pattern))
            findings.Add(ProblemCode.Missing, "image.history.pattern", "'pattern' is missing, which the strategy 'registry' needs", "For example: pattern: \"v*\"");
        var tag = string.IsNullOrEmpty(image.Tag) ? ImageReference.Parse(image.Repository ?? "").Tag ?? "latest" : image.Tag;
        if (MutableTags.Contains(tag))
            findings.Add(ProblemCode.Conflict, "image.tag", $"the history strategy 'registry' needs a tag that stays the same, not '{tag}'", "Use a version, such as v1.2.3.");
    }

    private static void Registry(RegistryConfig registry, Findings findings)
    {
        if (!string.IsNullOrEmpty(registry.Server) && !ImageName.IsRegistry(registry.Server))
            findings.Value("image.registry.server", $"'{registry.Server}' is not the host of a registry", "For example: ghcr.io or registry.example.com:5000, without https://.");
        ValueSourceRules.Check(registry.Username ?? new ValueSource(), "image.registry.username", findings);
        ValueSourceRules.Check(registry.Password ?? new ValueSource(), "image.registry.password", findings);
    }

    private static void Push(ImageConfig image, Findings findings)
    {
        switch (image.PushTarget())
        {
            case "registry" when image.Registry is null:
                findings.Add(ProblemCode.Missing, "image.registry", "'push: registry' needs a 'registry' block with credentials");
                break;
            case "server" when image.Registry is not null:
                findings.Add(ProblemCode.Conflict, "image.build_config.push", "an image uploaded to the server takes no 'registry' login", "Remove 'registry', or use 'push: registry'.");
                break;
        }
    }
}
