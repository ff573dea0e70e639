using System.ComponentModel;
using System.Runtime.InteropServices;

namespace Haloy.Core;

/// <summary>Makes the names in a directory durable. .NET refuses to open a directory, so the three system calls are made here.</summary>
internal static partial class DirectoryFlush
{
    private const int ReadOnlyCloseOnExec = 0x80000;

    /// <exception cref="IOException">The directory cannot be opened or flushed.</exception>
    public static void Run(string directory)
    {
        if (!OperatingSystem.IsLinux())
            return;

        var descriptor = Open(directory, ReadOnlyCloseOnExec);
        if (descriptor < 0)
            throw Failed("opened", directory);
        try
        {
            if (Sync(descriptor) != 0)
                throw Failed("flushed", directory);
        }
        finally
        {
            _ = Close(descriptor);
        }
    }

    private static IOException Failed(string verb, string directory) =>
        new($"The directory '{directory}' cannot be {verb}: {new Win32Exception(Marshal.GetLastPInvokeError()).Message}");

    [LibraryImport("libc", EntryPoint = "open", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Open(string path, int flags);

    [LibraryImport("libc", EntryPoint = "fsync", SetLastError = true)]
    private static partial int Sync(int descriptor);

    [LibraryImport("libc", EntryPoint = "close", SetLastError = true)]
    private static partial int Close(int descriptor);
}
