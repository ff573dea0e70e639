using System.Text.RegularExpressions;

namespace Haloy.Architecture.Tests;

/// <summary>Who may depend on whom. What is not listed is forbidden, so a new project fails until somebody decides where it belongs.</summary>
internal static partial class DependencyRules
{
    private static readonly Dictionary<string, string[]> MayUse = new()
    {
        ["Core"] = [],
        ["Contracts"] = ["Core"],
        ["Acme"] = ["Core"],
        ["Docker"] = ["Core"],
        ["Config"] = ["Core", "Contracts"],
        ["Proxy"] = ["Core", "Contracts"],
        ["ProxyHost"] = ["Proxy", "Core", "Contracts"],
        ["Server"] = ["Core", "Contracts", "Config", "Proxy", "Acme", "Docker"],
        ["Cli"] = ["Core", "Contracts", "Config"],
    };

    private static readonly string[] ProxyPackagesForbidden = ["Microsoft.Data.Sqlite"];

    /// <summary>Edges between projects, by reference or by using.</summary>
    public static IEnumerable<string> BetweenProjects(SourceTree tree) =>
        from edge in References(tree).Concat(Usings(tree))
        where edge.From != edge.To && !Allows(edge.From, edge.To)
        select $"{edge.Where}: {edge.From} must not use {edge.To}";

    /// <summary>Packages that would bring the proxy what it must not know.</summary>
    public static IEnumerable<string> Packages(SourceTree tree) =>
        from project in tree.Projects
        where project.Project is "Proxy" or "ProxyHost"
        from line in project.Lines
        where line.Contains("PackageReference", StringComparison.Ordinal)
        from package in ProxyPackagesForbidden
        where line.Contains($"\"{package}\"", StringComparison.OrdinalIgnoreCase)
        select $"{project.Path}: {project.Project} must not use {package}";

    /// <summary>Rules between the rooms of the server.</summary>
    public static IEnumerable<string> InsideServer(SourceTree tree) =>
        from file in tree.Sources
        where file.Project == "Server" && file.Folder is not ("" or "Hosting")
        from line in file.Lines
        let used = UsedNamespace(line)
        where used is not null && IsForbiddenIn(file.Folder, used)
        select $"{file.Path}: Server/{file.Folder} must not use {used}";

    private static bool IsForbiddenIn(string folder, string used) =>
        (folder != "Api" && IsWithin(used, "Haloy.Server.Api"))
        || (folder != "ProxySync" && IsWithin(used, "Haloy.Contracts.ProxyControl"))
        || (folder == "Discovery"
            && (IsWithin(used, "Haloy.Proxy") || IsWithin(used, "Haloy.Server.ProxySync") || IsWithin(used, "Haloy.Server.Certificates")));

    private static bool Allows(string from, string to) => MayUse.TryGetValue(from, out var targets) && targets.Contains(to);

    private static IEnumerable<(string From, string To, string Where)> References(SourceTree tree) =>
        from project in tree.Projects
        from line in project.Lines
        let match = ProjectReference().Match(line)
        where match.Success
        select (project.Project, match.Groups["project"].Value, project.Path);

    private static IEnumerable<(string From, string To, string Where)> Usings(SourceTree tree) =>
        from file in tree.Sources
        from line in file.Lines
        let used = UsedNamespace(line)
        where used is not null
        select (file.Project, used.Split('.')[1], file.Path);

    private static string? UsedNamespace(string line) => Using().Match(line) is { Success: true } match ? match.Groups["name"].Value : null;

    private static bool IsWithin(string used, string room) => used == room || used.StartsWith(room + ".", StringComparison.Ordinal);

    [GeneratedRegex("""<ProjectReference\s+Include=".*?Haloy\.(?<project>\w+)\.csproj""")]
    private static partial Regex ProjectReference();

    [GeneratedRegex(@"^\s*(global\s+)?using\s+(static\s+)?(\w+\s*=\s*)?(global::)?(?<name>Haloy\.[\w.]+)")]
    private static partial Regex Using();
}
