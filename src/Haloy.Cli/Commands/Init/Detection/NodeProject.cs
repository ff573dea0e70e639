using System.Globalization;
using System.Text.Json;

namespace Haloy.Cli.Commands.Init.Detection;

/// <summary>JavaScript and TypeScript: what <c>package.json</c> depends on, and the port its start script names.</summary>
internal static class NodeProject
{
    private const string File = "package.json";
    private const int DefaultPort = 3000;
    private const int WebServerPort = 80;

    // Frameworks before the servers they may bring along, and these before mere bundlers.
    private static readonly (string Package, string Name, int Port, bool IsGuess)[] Known =
    [
        ("next", "Next.js", DefaultPort, false),
        ("nuxt", "Nuxt", DefaultPort, false),
        ("@tanstack/react-start", "TanStack Start", DefaultPort, false),
        ("@tanstack/solid-start", "TanStack Start", DefaultPort, false),
        ("@remix-run/node", "Remix", DefaultPort, false),
        ("@remix-run/serve", "Remix", DefaultPort, false),
        ("@react-router/node", "React Router", DefaultPort, false),
        ("@sveltejs/adapter-node", "SvelteKit", DefaultPort, false),
        ("@astrojs/node", "Astro", 4321, false),
        ("@nestjs/core", "NestJS", DefaultPort, false),
        ("express", "Express", DefaultPort, false),
        ("fastify", "Fastify", DefaultPort, false),
        ("hono", "Hono", DefaultPort, false),
        ("koa", "Koa", DefaultPort, false),
        ("astro", "Astro (static)", WebServerPort, true),
        ("@angular/core", "Angular (static)", WebServerPort, true),
        ("react-scripts", "Create React App (static)", WebServerPort, true),
        ("vite", "Vite (static)", WebServerPort, true),
    ];

    private static readonly (string Package, string Name, int Port, bool IsGuess) Unknown = ("", "Node.js", DefaultPort, true);

    private static readonly string[] DependencyBlocks = ["dependencies", "devDependencies"];

    public static Framework? Detect(ProjectFolder folder)
    {
        if (folder.Read(File) is not { } text || Parse(text) is not { } package)
            return null;
        var (_, name, port, isGuess) = Known.FirstOrDefault(k => package.Dependencies.Contains(k.Package), Unknown);
        return new Framework(name, File, PortOf(package.StartScript) ?? port) { PackageName = package.Name, IsGuess = isGuess };
    }

    /// <summary>The port in <c>next start -p 4000</c>, <c>--port=4000</c> or <c>PORT=4000 node .</c></summary>
    internal static int? PortOf(string script)
    {
        var words = script.Split([' ', '='], StringSplitOptions.RemoveEmptyEntries);
        for (var i = 0; i + 1 < words.Length; i++)
        {
            if (words[i] is "-p" or "--port" or "PORT" && int.TryParse(words[i + 1], NumberStyles.None, CultureInfo.InvariantCulture, out var port) && port is > 0 and <= 65535)
                return port;
        }

        return null;
    }

    private static Package? Parse(string text)
    {
        try
        {
            using var json = JsonDocument.Parse(text, new JsonDocumentOptions { AllowTrailingCommas = true, CommentHandling = JsonCommentHandling.Skip });
            var root = json.RootElement;
            return root.ValueKind == JsonValueKind.Object ? new Package(Text(root, "name"), Text(Member(root, "scripts"), "start") ?? "", Dependencies(root)) : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static HashSet<string> Dependencies(JsonElement root) =>
        DependencyBlocks
            .Select(key => Member(root, key))
            .Where(block => block.ValueKind == JsonValueKind.Object)
            .SelectMany(block => block.EnumerateObject().Select(p => p.Name))
            .ToHashSet(StringComparer.Ordinal);

    private static JsonElement Member(JsonElement json, string key) =>
        json.ValueKind == JsonValueKind.Object && json.TryGetProperty(key, out var value) ? value : default;

    private static string? Text(JsonElement json, string key) => Member(json, key) is { ValueKind: JsonValueKind.String } value ? value.GetString() : null;

    private sealed record Package(string? Name, string StartScript, HashSet<string> Dependencies);
}
