using Haloy.Config.Binding;

namespace Haloy.Config.Secrets;

/// <summary>Advice for a key that a source does not have: the near miss, what there is, and what the provider knows.</summary>
internal static class MissingKey
{
    private const int MaxKeys = 40;

    public static string Hint(string key, SecretData data)
    {
        var near = Suggestion.Nearest(key, data.Keys) is { } found ? $"Did you mean '{found}'? " : "";
        var more = data.Keys.Count > MaxKeys ? $" and {data.Keys.Count - MaxKeys} more" : "";
        var known = data.Keys.Count == 0 ? "It has no keys at all." : $"It has: {Suggestion.List(data.Keys.Take(MaxKeys))}{more}.";
        return $"{near}{known}{(data.Advice is null ? "" : " " + data.Advice)}";
    }
}
