namespace Haloy.Config.Secrets;

/// <summary>Where one secret is: <c>provider:source:key</c>, or <c>provider:source.key</c> (spec/client §1.13, §10 row 6).</summary>
internal sealed record SecretReference(string Provider, string Source, string Key)
{
    public SecretSourceId Id => new(Provider, Source);

    /// <summary>The parts, or <see langword="null"/> when one is missing. The key may contain further colons.</summary>
    public static SecretReference? Parse(string text)
    {
        var parts = text.Split(':', 3);
        if (parts.Length == 2 && parts[1].IndexOf('.', StringComparison.Ordinal) is var dot and > 0)
            parts = [parts[0], parts[1][..dot], parts[1][(dot + 1)..]];
        return parts.Length == 3 && parts.All(p => p.Trim().Length > 0) ? new SecretReference(parts[0], parts[1], parts[2]) : null;
    }
}
