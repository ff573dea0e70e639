namespace Haloy.Config.Binding;

/// <summary>What to write instead of a key that other tools have at the same place.</summary>
/// <param name="Key">The key that takes its place here, when there is one.</param>
/// <param name="Hint">What to do.</param>
internal sealed record ForeignKey(string? Key, string Hint);
