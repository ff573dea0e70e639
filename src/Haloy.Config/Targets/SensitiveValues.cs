using Haloy.Config.Problems;
using Haloy.Contracts.Api;

namespace Haloy.Config.Targets;

/// <summary>Which values are not for everybody's eyes: those that came by a reference, those made from them, and credentials as such.</summary>
internal static class SensitiveValues
{
    private const string Mask = "••••••";

    /// <summary>Credentials, even where they stand in the file.</summary>
    public static bool AreByNature(string path) => path[(path.LastIndexOf('.') + 1)..] is "api_token" or "password" or "key" or "url";

    /// <summary>The target with a mask in place of each sensitive value. A reference that was not looked up stays: it gives nothing away.</summary>
    public static TargetConfig Masked(TargetConfig target, IReadOnlySet<string> sensitive) =>
        ValueSources.Map(target, (source, path) => source.Value is not null && sensitive.Contains(path) ? source with { Value = Mask } : source) with
        {
            Headers = target.Headers?.ToDictionary(h => h.Key, h => h.Value.Length > 0 && CredentialHeaders.Contains(h.Key) ? Mask : h.Value),
        };
}
