namespace Haloy.Cli.Commands.Init.Detection;

/// <summary>A path of the app that looks as if it told whether the app is well.</summary>
/// <param name="Path">The path, with a leading slash.</param>
/// <param name="Evidence">The file that has it.</param>
internal sealed record HealthRoute(string Path, string Evidence)
{
    // In order of preference.
    private static readonly string[] Words = ["health", "healthz", "healthcheck", "livez", "readyz", "up", "ping"];

    /// <summary>The route found in the app's sources, or <see langword="null"/>.</summary>
    public static HealthRoute? Find(ProjectFolder folder) =>
        folder.Sources()
            .Select(file => Of(file.Replace('\\', '/'), folder))
            .OfType<HealthRoute>()
            .MinBy(route => Rank(route.Path));

    private static HealthRoute? Of(string file, ProjectFolder folder)
    {
        if (OfFile(file) is { } route && Rank(route) >= 0)
            return new HealthRoute(route, file);
        return folder.Read(file) is { } text && InText(text) is { } path ? new HealthRoute(path, file) : null;
    }

    /// <summary>The route of a file whose place is its route, as in Next.js, Nuxt, Remix and SvelteKit.</summary>
    private static string? OfFile(string file)
    {
        var parts = file.StartsWith("src/", StringComparison.Ordinal) ? file[4..].Split('/') : file.Split('/');
        var stem = parts[^1].Split('.')[0];
        return parts switch
        {
            ["app", "routes", _] => "/" + stem,
            ["app", .. var route, _] when stem == "route" => Join(route),
            ["routes", .. var route, _] when stem == "+server" => Join(route),
            ["pages", "api", _] or ["server", "api", _] => "/api/" + stem,
            ["server", "routes", _] => "/" + stem,
            _ => null,
        };
    }

    private static string? InText(string text)
    {
        foreach (var word in Words)
        {
            if (new[] { $"/{word}", $"/api/{word}" }.FirstOrDefault(path => Quotes(text, path)) is { } path)
                return path;
            // Django's routes end in the slash that others begin with.
            if (text.Contains($"path(\"{word}/\"", StringComparison.Ordinal) || text.Contains($"path('{word}/'", StringComparison.Ordinal))
                return $"/{word}/";
        }

        return text.Contains("rails/health#show", StringComparison.Ordinal) ? "/up" : null;
    }

    private static bool Quotes(string text, string path) =>
        text.Contains($"\"{path}\"", StringComparison.Ordinal) || text.Contains($"'{path}'", StringComparison.Ordinal);

    private static int Rank(string path) => Array.IndexOf(Words, path.Trim('/').Split('/')[^1]);

    private static string Join(string[] parts) => "/" + string.Join('/', parts.Where(p => p is not ['(', ..]));
}
