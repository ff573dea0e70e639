using System.Diagnostics;

namespace Haloy.Testing;

/// <summary>Files that are none: reading them waits, or never ends.</summary>
public static class OddFile
{
    /// <summary>Makes a pipe that nobody writes to, or a link to a device that never ends.</summary>
    /// <param name="kind"><c>pipe</c> or <c>device</c>.</param>
    /// <param name="path">Where.</param>
    public static void Create(string kind, string path)
    {
        if (kind == "device")
        {
            File.CreateSymbolicLink(path, "/dev/zero");
            return;
        }

        using var made = Process.Start("mkfifo", [path]);
        made.WaitForExit();
    }
}
