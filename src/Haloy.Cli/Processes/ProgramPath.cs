namespace Haloy.Cli.Processes;

/// <summary>Finds programs the way a shell does.</summary>
internal static class ProgramPath
{
    /// <summary>The program's file by the <c>PATH</c> of <paramref name="environment"/>, or <see langword="null"/>.</summary>
    public static string? Find(string program, IReadOnlyDictionary<string, string> environment)
    {
        if (Path.IsPathRooted(program))
            return File.Exists(program) ? program : null;

        var directories = environment.GetValueOrDefault("PATH", "").Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries);
        var names = OperatingSystem.IsWindows() ? new[] { $"{program}.exe", $"{program}.cmd" } : [program];
        return directories.SelectMany(d => names.Select(n => Path.Combine(d, n))).FirstOrDefault(IsExecutable);
    }

    private static bool IsExecutable(string path) =>
        File.Exists(path)
        && (OperatingSystem.IsWindows() || (File.GetUnixFileMode(path) & (UnixFileMode.UserExecute | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute)) != 0);
}
