namespace Haloy.Cli.Commands.Init.Detection;

/// <summary>What the image that a Dockerfile makes would say about itself.</summary>
/// <param name="File">The Dockerfile, relative to the folder.</param>
/// <param name="Port">The port its program listens on, when it tells.</param>
/// <param name="PortEvidence">How it tells.</param>
/// <param name="HealthPath">The path of its health check.</param>
internal sealed record DockerfileFacts(string File, int? Port, string? PortEvidence, string? HealthPath)
{
    private static readonly string[] Places =
        ["Dockerfile", "Containerfile", "Dockerfile.prod", "Dockerfile.production", "docker/Dockerfile", ".docker/Dockerfile", "build/Dockerfile", "deploy/Dockerfile"];

    // Images that people use as they are, with the port they listen on.
    private static readonly (string Image, int Port)[] KnownImages =
        [("nginx-unprivileged", 8080), ("nginx", 80), ("httpd", 80), ("caddy", 80), ("aspnet", 8080), ("wordpress", 80)];

    /// <summary>The first Dockerfile where one is usually found, or <see langword="null"/>.</summary>
    public static DockerfileFacts? Find(ProjectFolder folder)
    {
        var file = Array.Find(Places, folder.Has);
        return file is null ? null : Read(file, folder.Read(file) ?? "");
    }

    internal static DockerfileFacts Read(string file, string text)
    {
        if (LastStage(DockerfileText.Parse(text)) is not { } stage)
            return new DockerfileFacts(file, null, null, null);
        var (port, evidence) = PortOf(stage);
        return new DockerfileFacts(file, port, evidence, stage.HealthPath);
    }

    private static (int? Port, string? Evidence) PortOf(DockerStage stage)
    {
        var variable = DockerStage.Number(stage.Variables.Get("PORT") ?? "");
        // TLS is the proxy's; the app's own port is the other one.
        var exposed = variable is { } wanted && stage.Ports.Contains(wanted) ? wanted : stage.Ports.Where(p => p != 443).Concat(stage.Ports).Cast<int?>().FirstOrDefault();
        if (exposed is not null)
            return (exposed, "EXPOSE");
        if (variable is not null)
            return (variable, "the variable PORT");
        var name = stage.BaseImage.Split('@')[0].Split('/')[^1].Split(':')[0];
        return Array.Find(KnownImages, k => k.Image == name) is { Image: not null } known ? (known.Port, $"the image {known.Image}") : (null, null);
    }

    private static DockerStage? LastStage(IReadOnlyList<DockerInstruction> instructions)
    {
        var global = new DockerVariables();
        var named = new Dictionary<string, DockerStage>(StringComparer.OrdinalIgnoreCase);
        DockerStage? stage = null;
        foreach (var (keyword, arguments) in instructions)
        {
            if (keyword == "FROM")
                stage = Begin(global.Expand(arguments), named);
            else if (stage is not null)
                Apply(keyword, arguments, stage, global);
            else if (keyword == "ARG")
                global.Arg(arguments, null);
        }

        return stage;
    }

    private static DockerStage Begin(string arguments, Dictionary<string, DockerStage> named)
    {
        var words = arguments.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries).SkipWhile(w => w.StartsWith("--", StringComparison.Ordinal)).ToList();
        var image = words.FirstOrDefault() ?? "";
        var stage = new DockerStage(image, named.GetValueOrDefault(image));
        if (words is [_, var keyword, var name, ..] && keyword.Equals("AS", StringComparison.OrdinalIgnoreCase))
            named[name] = stage;
        return stage;
    }

    private static void Apply(string keyword, string arguments, DockerStage stage, DockerVariables global)
    {
        switch (keyword)
        {
            case "ARG":
                stage.Variables.Arg(arguments, global);
                break;
            case "ENV":
                stage.Variables.Env(arguments);
                break;
            case "EXPOSE":
                stage.Expose(arguments);
                break;
            case "HEALTHCHECK":
                stage.HealthCheck(arguments);
                break;
        }
    }
}
