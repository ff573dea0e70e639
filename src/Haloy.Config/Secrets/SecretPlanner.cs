using Haloy.Config.Secrets.Providers;
using Haloy.Config.Targets;
using Haloy.Contracts.Api;

namespace Haloy.Config.Secrets;

/// <summary>Says which sources have to be read for a set of targets: each once, and none that no target needs.</summary>
public static class SecretPlanner
{
    /// <summary>The sources of all references that targets resolved with <see cref="SecretValues.NotLookedUp"/> still hold.</summary>
    public static IReadOnlyList<SecretRequest> Plan(IEnumerable<TargetConfig> targets, SecretProviders? providers) =>
        providers is null ? [] : [.. targets.SelectMany(References).Select(r => r.Id).Distinct().Select(id => Request(id, providers)).OfType<SecretRequest>()];

    private static List<SecretReference> References(TargetConfig target)
    {
        var found = new List<SecretReference>();
        ValueSources.Map(target, (source, _) =>
        {
            if (source.From?.Secret is { Length: > 0 } text && SecretReference.Parse(text) is { } reference)
                found.Add(reference);
            return source;
        });
        return found;
    }

    private static SecretRequest? Request(SecretSourceId id, SecretProviders providers) =>
        SecretProvider.Find(id.Provider) is { } provider && provider.Find(providers, id.Source) is { } source
            ? new SecretRequest(id, provider, source)
            : null;
}
