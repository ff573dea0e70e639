using Haloy.Config.Problems;

namespace Haloy.Config;

/// <summary>Chooses the file to read (spec/client §1.1 with §10 row 12).</summary>
internal static class DeployFileDiscovery
{
    private static readonly string[] Extensions = [.. DeployFileFormat.All.SelectMany(f => f.Extensions)];

    public static readonly IReadOnlyList<string> Names = [.. Extensions.Select(e => "haloy" + e)];

    /// <summary>The deploy file.</summary>
    public static ConfigResult<FoundFile> Find(string? path, string workingDirectory)
    {
        var given = string.IsNullOrEmpty(path) ? "" : path;
        var full = Path.GetFullPath(Path.Combine(workingDirectory, given));
        if (Directory.Exists(full))
            return InDirectory(full, given);
        if (!File.Exists(full))
            return Fail(given, "there is no such file or directory", "Give the path of a deploy file with --config.");
        return DeployFileFormat.Of(full) is not null
            ? new ConfigResult<FoundFile>(new FoundFile(full, given))
            : Fail(given, $"a deploy file ends in {string.Join(", ", Extensions)}", "Rename the file so that its format is clear.");
    }

    private static ConfigResult<FoundFile> InDirectory(string directory, string given)
    {
        var found = Names.FirstOrDefault(n => File.Exists(Path.Combine(directory, n)));
        return found is null
            ? Fail(given.Length == 0 ? directory : given, $"no deploy file is in this directory; looked for {string.Join(", ", Names)}", "Create haloy.yaml there, or name another file with --config.")
            : new ConfigResult<FoundFile>(new FoundFile(Path.Combine(directory, found), Path.Combine(given, found)));
    }

    private static ConfigResult<FoundFile> Fail(string path, string message, string hint) =>
        new([new ConfigProblem(ProblemCode.File, "", path, null, null, message, hint)]);
}

/// <summary>A deploy file.</summary>
/// <param name="FullPath">Its absolute path.</param>
/// <param name="Name">Its path as the caller gave it, or found in the directory given: how it is shown.</param>
internal sealed record FoundFile(string FullPath, string Name);
