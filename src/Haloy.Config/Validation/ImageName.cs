using System.Buffers;

namespace Haloy.Config.Validation;

/// <summary>Names of images by Docker's grammar of references (distribution/reference): <c>[registry[:port]/]path[:tag][@digest]</c>.</summary>
internal static class ImageName
{
    private const int MaxLength = 255;
    private const int MaxTagLength = 128;
    private const string Example = "For example: nginx:1.29 or ghcr.io/acme/shop";

    private static readonly SearchValues<char> TagCharacters = SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_.-");

    private static readonly SearchValues<char> Hex = SearchValues.Create("0123456789abcdef");

    /// <summary>What is wrong with a reference, in words that follow it, with a hint; nothing when it is fine.</summary>
    public static (string? Problem, string? Hint) Problem(string reference)
    {
        var at = reference.IndexOf('@', StringComparison.Ordinal);
        var tagged = at < 0 ? reference : reference[..at];
        var colon = tagged.LastIndexOf(':');
        var hasTag = colon > tagged.LastIndexOf('/');
        var name = hasTag ? tagged[..colon] : tagged;
        if (reference.Contains("://", StringComparison.Ordinal))
            return ("is an address, not the name of an image", $"Leave out '{reference[..(reference.IndexOf("://", StringComparison.Ordinal) + 3)]}'.");
        if (NameProblem(name) is { Problem: not null } wrong)
            return wrong;
        if (hasTag && !IsTag(tagged[(colon + 1)..]))
            return colon == tagged.Length - 1 ? ("has no tag after its ':'", "Write the tag, or leave out the ':'.") : ("has a tag that is none", TagHint);
        return at < 0 || IsDigest(reference[(at + 1)..]) ? (null, null) : ("has a digest that is none", "A digest is 'sha256:' with 64 digits of 0-9 and a-f.");
    }

    /// <summary>What a tag is made of.</summary>
    public static string TagHint => $"A tag is made of letters, digits, '_', '.' and '-', begins with neither '.' nor '-', and has {MaxTagLength} characters at most.";

    public static bool IsTag(string tag) =>
        tag.Length is > 0 and <= MaxTagLength && tag[0] is not ('.' or '-') && !tag.AsSpan().ContainsAnyExcept(TagCharacters);

    /// <summary>Whether this is the host of a registry, optionally with its port.</summary>
    public static bool IsRegistry(string host)
    {
        var colon = host.LastIndexOf(':');
        var name = colon < 0 || host.EndsWith(']') ? host : host[..colon];
        if (name.Length < host.Length && (colon == host.Length - 1 || host.AsSpan(colon + 1).ContainsAnyExceptInRange('0', '9')))
            return false;
        if (name is ['[', .., ']'])
            return IpText.TryAddress(name[1..^1], out _);
        return name.Split('.').All(part => part is [not '-', ..] and [.., not '-'] && part.All(c => char.IsAsciiLetterOrDigit(c) || c == '-'));
    }

    private static (string? Problem, string? Hint) NameProblem(string name)
    {
        var slash = name.IndexOf('/', StringComparison.Ordinal);
        // By Docker's rule the first part is a host when it looks like one; capital letters are allowed in hosts only.
        var hasHost = slash > 0 && (name.AsSpan(0, slash).ContainsAny('.', ':') || name[..slash] is "localhost");
        var path = hasHost ? name[(slash + 1)..] : name;
        if (hasHost && !IsRegistry(name[..slash]))
            return ($"has a registry that is no host: '{name[..slash]}'", Example);
        if (name.Length > MaxLength)
            return ($"is longer than {MaxLength} characters", null);
        if (path.Split('/').All(IsComponent))
            return (null, null);
        var small = path.ToLowerInvariant();
        return small != path && small.Split('/').All(IsComponent)
            ? ("has capital letters", $"Write {name[..^path.Length]}{small}")
            : ("is not the name of an image", Example);
    }

    /// <summary>Runs of small letters and digits, with '.', '_', '__' or any number of '-' between them.</summary>
    private static bool IsComponent(string part)
    {
        for (var rest = part.AsSpan(); ;)
        {
            var run = rest.IndexOfAnyExcept(Alphanumeric);
            if (run < 0)
                return !rest.IsEmpty;
            var separator = rest[run..];
            var next = separator.IndexOfAny(Alphanumeric);
            if (run == 0 || next < 0 || !IsSeparator(separator[..next]))
                return false;
            rest = separator[next..];
        }
    }

    private static bool IsSeparator(ReadOnlySpan<char> text) => text is "." or "_" or "__" || !text.ContainsAnyExcept('-');

    private static bool IsDigest(string digest)
    {
        var colon = digest.IndexOf(':', StringComparison.Ordinal);
        var hex = digest.AsSpan(colon + 1);
        return colon > 0
            && digest[..colon].All(c => char.IsAsciiLetterOrDigit(c) || c is '+' or '.' or '_' or '-')
            && (digest.StartsWith("sha256:", StringComparison.Ordinal) ? hex.Length == 64 : hex.Length >= 32)
            && !hex.ContainsAnyExcept(Hex);
    }

    private static readonly SearchValues<char> Alphanumeric = SearchValues.Create("abcdefghijklmnopqrstuvwxyz0123456789");
}
