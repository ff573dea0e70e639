namespace Haloy.Config.Validation;

/// <summary>Volumes: <c>source:/path[:options]</c>, judged by Linux rules wherever the CLI runs (spec/client §1.14).</summary>
internal static class VolumeRules
{
    private const string Shape = "Write NAME:/path/in/container or /path/on/server:/path/in/container.";

    public static void Check(string volume, string path, Findings findings)
    {
        if (Problem(volume.Trim()) is { } problem)
            findings.Value(path, $"the volume '{volume}' {problem}", Shape);
    }

    private static string? Problem(string volume)
    {
        var parts = volume.Split(':', 3);
        if (parts.Length < 2)
            return "has no ':' between source and container path";
        var (source, target) = (parts[0], parts[1]);
        if (source.Contains('\\', StringComparison.Ordinal) || IsDrive(parts))
            return "is a Windows path, but servers run Linux";
        if (source.Length == 0)
            return "has no source before the ':'";
        if (source[0] != '/' && (source[0] == '.' || source.Contains('/', StringComparison.Ordinal)))
            return "has a relative source; a directory on the server is given as an absolute path";
        return target.StartsWith('/') ? null : "has a container path that does not begin with '/'";
    }

    // 'd:/data:ro' is a volume named d with an option; in 'd:/data:/data' the container path comes third.
    private static bool IsDrive(string[] parts) =>
        parts[0].Length == 1 && char.IsAsciiLetter(parts[0][0]) && (parts[1].StartsWith('\\') || (parts.Length == 3 && parts[2].StartsWith('/')));
}
