using System.Formats.Tar;
using System.Text;

namespace Haloy.Integration.Tests.Docker;

/// <summary>Tars for the engine's builder.</summary>
internal static class BuildContext
{
    private const string BusyboxPath = "/bin/busybox";
    private static readonly string[] Applets = ["sh", "cat", "echo", "sleep", "true", "false", "head", "yes", "kill", "printf"];

    /// <summary>An image of busybox alone.</summary>
    public static MemoryStream Busybox() => Create("FROM scratch\nCOPY bin/ /bin/\nCMD [\"/bin/sleep\", \"600\"]\n", withBusybox: true);

    /// <summary>A Dockerfile and nothing else.</summary>
    public static MemoryStream Only(string dockerfile) => Create(dockerfile, withBusybox: false);

    private static MemoryStream Create(string dockerfile, bool withBusybox)
    {
        var tar = new MemoryStream();
        using (var writer = new TarWriter(tar, TarEntryFormat.Pax, leaveOpen: true))
        {
            writer.WriteEntry(new PaxTarEntry(TarEntryType.RegularFile, "Dockerfile") { DataStream = new MemoryStream(Encoding.UTF8.GetBytes(dockerfile)) });
            if (withBusybox)
                WriteBusybox(writer);
        }

        tar.Position = 0;
        return tar;
    }

    private static void WriteBusybox(TarWriter writer)
    {
        const UnixFileMode Executable =
            UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute | UnixFileMode.GroupRead | UnixFileMode.GroupExecute
            | UnixFileMode.OtherRead | UnixFileMode.OtherExecute;
        using var binary = File.OpenRead(BusyboxPath);
        writer.WriteEntry(new PaxTarEntry(TarEntryType.RegularFile, "bin/busybox") { DataStream = binary, Mode = Executable });
        foreach (var applet in Applets)
            writer.WriteEntry(new PaxTarEntry(TarEntryType.SymbolicLink, $"bin/{applet}") { LinkName = "busybox" });
    }
}
