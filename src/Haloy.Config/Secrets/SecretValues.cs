using System.Diagnostics.CodeAnalysis;
using Haloy.Core;

namespace Haloy.Config.Secrets;

/// <summary>What the sources of a deploy file gave, or why they gave nothing.</summary>
/// <param name="sources">One entry per <see cref="SecretRequest"/>.</param>
public sealed class SecretValues(IReadOnlyDictionary<SecretSourceId, Outcome<SecretData>> sources)
{
    private SecretValues() : this(new Dictionary<SecretSourceId, Outcome<SecretData>>()) => AreLookedUp = false;

    /// <summary>No provider was asked: references to secrets are checked and stay references.</summary>
    public static SecretValues NotLookedUp { get; } = new();

    internal bool AreLookedUp { get; } = true;

    internal bool TryGet(SecretSourceId id, [MaybeNullWhen(false)] out Outcome<SecretData> source) => sources.TryGetValue(id, out source);
}
