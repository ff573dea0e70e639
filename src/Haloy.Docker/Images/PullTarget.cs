namespace Haloy.Docker.Images;

/// <summary>What to pull, as the engine takes it: a name, and a tag or a digest. Never a name alone, which would pull all its tags.</summary>
internal sealed record PullTarget(string Name, string Tag)
{
    public static PullTarget Parse(string reference)
    {
        var at = reference.IndexOf('@', StringComparison.Ordinal);
        var (name, tag) = SplitTag(at < 0 ? reference : reference[..at]);
        return new(name, at < 0 ? tag ?? "latest" : reference[(at + 1)..]);
    }

    private static (string Name, string? Tag) SplitTag(string reference)
    {
        // The colon of a registry's port is not a tag: only what follows the last '/' can hold one.
        var colon = reference.LastIndexOf(':');
        return colon > reference.LastIndexOf('/') ? (reference[..colon], reference[(colon + 1)..]) : (reference, null);
    }
}
