using Haloy.Config.Problems;

namespace Haloy.Config;

/// <summary>Chooses the file to read (spec/client §1.1 with §10 row 12).</summary>
internal static class DeployFileDiscovery
{
    private static readonly string[] Extensions = [.. DeployFileFormat.All.SelectMany(f => f.Extensions)];

    public static readonly IReadOnlyList<string> Names = [.. Extensions.Select(e => "haloy" + e)];

    /// <summary>The absolute path of the deploy file.</summary>
    public static ConfigResult<string> Find(string? path, string workingDirectory)
    {
        var full = Path.GetFullPath(string.IsNullOrEmpty(path) ? "." : path, Path.GetFullPath(workingDirectory));
        if (Directory.Exists(full))
            return InDirectory(full);
        if (!File.Exists(full))
            return Fail(full, "there is no such file or directory", "Give the path of a deploy file with --config.");
        return DeployFileFormat.Of(full) is not null
            ? new ConfigResult<string>(full)
            : Fail(full, $"a deploy file ends in {string.Join(", ", Extensions)}", "Rename the file so that its format is clear.");
    }

    /// <summary>Relative inside the working directory, absolute elsewhere.</summary>
    public static string DisplayName(string file, string workingDirectory)
    {
        var relative = Path.GetRelativePath(Path.GetFullPath(workingDirectory), file);
        return relative.StartsWith("..", StringComparison.Ordinal) ? file : relative;
    }

    private static ConfigResult<string> InDirectory(string directory)
    {
        var found = Names.Select(n => Path.Combine(directory, n)).FirstOrDefault(File.Exists);
        return found is null
            ? Fail(directory, $"no deploy file is in this directory; looked for {string.Join(", ", Names)}", "Create haloy.yaml there, or name another file with --config.")
            : new ConfigResult<string>(found);
    }

    private static ConfigResult<string> Fail(string path, string message, string hint) =>
        new([new ConfigProblem(ProblemCode.File, "", path, null, null, message, hint)]);
}
