namespace Haloy.Core;

/// <summary>An image name as Docker writes it: <c>[registry[:port]/]path[:tag]</c>.</summary>
/// <param name="Repository">Everything before the tag.</param>
/// <param name="Tag">The tag, or <see langword="null"/> when none is written.</param>
public sealed record ImageReference(string Repository, string? Tag)
{
    /// <summary>Splits a reference. The colon of a registry's port is not a tag: only what follows the last '/' can hold one.</summary>
    public static ImageReference Parse(string reference)
    {
        var text = reference.Trim();
        var colon = text.LastIndexOf(':');
        return colon > text.LastIndexOf('/') ? new(text[..colon], text[(colon + 1)..]) : new(text, null);
    }

    /// <summary>The registry's host, or <see langword="null"/> for Docker Hub (the first part counts as a host when it has '.' or ':' or is localhost).</summary>
    public string? Registry
    {
        get
        {
            var slash = Repository.IndexOf('/', StringComparison.Ordinal);
            if (slash < 0)
                return null;
            var first = Repository[..slash];
            return first.Contains('.', StringComparison.Ordinal) || first.Contains(':', StringComparison.Ordinal) || first == "localhost" ? first : null;
        }
    }

    /// <inheritdoc/>
    public override string ToString() => $"{Repository}:{Tag ?? "latest"}";
}
