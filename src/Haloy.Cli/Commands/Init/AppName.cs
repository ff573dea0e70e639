namespace Haloy.Cli.Commands.Init;

/// <summary>Makes the name of an app out of the name of a package or folder.</summary>
internal static class AppName
{
    // Containers are named after the app with a deployment's id behind it, and a host name's part ends at 63.
    private const int MaxLength = 40;

    private const string Fallback = "app";

    /// <summary>The first of <paramref name="candidates"/> that leaves something: <c>@me/My Shop</c> becomes <c>my-shop</c>.</summary>
    public static string From(params IEnumerable<string?> candidates) =>
        candidates.OfType<string>().Select(Valid).FirstOrDefault(name => name.Length > 0) ?? Fallback;

    /// <summary>The name as a part of a host name, where '_' does not fit.</summary>
    public static string AsHostPart(string name) => Valid(name.Replace('_', '-')) is { Length: > 0 } part ? part : Fallback;

    private static string Valid(string name)
    {
        var last = name.TrimEnd('/').Split('/')[^1].ToLowerInvariant();
        var words = string.Concat(last.Select(c => char.IsAsciiLetterOrDigit(c) || c == '_' ? c : '-')).Split('-', StringSplitOptions.RemoveEmptyEntries);
        var joined = string.Join('-', words).TrimStart('_');
        return (joined.Length <= MaxLength ? joined : joined[..MaxLength]).Trim('-', '_');
    }
}
