namespace Haloy.Cli.Commands.Init.Detection;

/// <summary>.NET: a project file with the web SDK, here or in a folder below.</summary>
internal static class DotnetProject
{
    private const int Depth = 2;

    // What images of ASP.NET Core listen on since .NET 8.
    private const int DefaultPort = 8080;

    public static Framework? Detect(ProjectFolder folder)
    {
        var file = folder.Find(".csproj", Depth).Concat(folder.Find(".fsproj", Depth))
            .FirstOrDefault(f => folder.Read(f)?.Contains("Microsoft.NET.Sdk.Web", StringComparison.OrdinalIgnoreCase) == true);
        return file is null ? null : new Framework("ASP.NET Core", file, DefaultPort) { PackageName = Path.GetFileNameWithoutExtension(file) };
    }
}
