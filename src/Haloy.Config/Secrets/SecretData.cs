using System.Diagnostics.CodeAnalysis;

namespace Haloy.Config.Secrets;

/// <summary>What one source holds: values by key, or one value that every key stands for. Only names of keys may be shown.</summary>
public sealed class SecretData
{
    private readonly IReadOnlyDictionary<string, string>? _byKey;
    private readonly string? _whole;

    private SecretData(IReadOnlyDictionary<string, string>? byKey, string? whole)
    {
        _byKey = byKey;
        _whole = whole;
    }

    /// <summary>Names of the keys; empty when every key stands for the same value.</summary>
    public IReadOnlyList<string> Keys => _byKey is null ? [] : [.. _byKey.Keys];

    /// <summary>All values, to recognise them where they must not appear.</summary>
    public IEnumerable<string> Values => _byKey?.Values ?? [_whole!];

    /// <summary>What to do when a key that should be there is not.</summary>
    public string? Advice { get; private init; }

    /// <summary>Values by key.</summary>
    public static SecretData Of(IReadOnlyDictionary<string, string> byKey) => new(byKey, null);

    /// <summary>One value, whatever the key.</summary>
    public static SecretData Whole(string value) => new(null, value);

    internal SecretData WithAdvice(string advice) => new(_byKey, _whole) { Advice = advice };

    /// <summary>The value of a key.</summary>
    public bool TryGet(string key, [MaybeNullWhen(false)] out string value)
    {
        value = _whole;
        return _byKey is null || _byKey.TryGetValue(key, out value);
    }

    /// <summary>Never the values.</summary>
    public override string ToString() => _byKey is null ? "one value" : $"{_byKey.Count} values";
}
