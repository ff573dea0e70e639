using System.Reflection;
using System.Runtime.InteropServices;

namespace Haloy.Server.Storage;

/// <summary>
/// Loads SQLite's native library from inside the program. A single-file program would otherwise unpack it to a directory at every start,
/// which a sandboxed service may neither write nor execute; a memory file needs no directory at all.
/// </summary>
internal static partial class SqliteLibrary
{
    private const string Resource = "native/libe_sqlite3.so";

    private static readonly Lazy<nint> Handle = new(LoadFromMemory);

    private static bool s_resolverSet;

    /// <summary>Makes SQLite usable; later calls do nothing.</summary>
    public static void Load()
    {
        if (Interlocked.Exchange(ref s_resolverSet, true))
            return;

        NativeLibrary.SetDllImportResolver(
            typeof(SQLitePCL.SQLite3Provider_e_sqlite3).Assembly,
            static (name, _, _) => name == "e_sqlite3" ? Handle.Value : nint.Zero);
        SQLitePCL.Batteries_V2.Init();
    }

    private static nint LoadFromMemory()
    {
        using var library = Assembly.GetExecutingAssembly().GetManifestResourceStream(Resource)
            ?? throw new InvalidOperationException($"The program was built without {Resource}.");

        var descriptor = MemoryFile("libe_sqlite3", 1 /* MFD_CLOEXEC */);
        if (descriptor < 0)
            throw new InvalidOperationException($"No memory file for SQLite: error {Marshal.GetLastPInvokeError()}.");

        using var file = new FileStream(new Microsoft.Win32.SafeHandles.SafeFileHandle(descriptor, ownsHandle: true), FileAccess.Write);
        library.CopyTo(file);
        file.Flush();
        // The loader maps the file; the descriptor is not needed after that.
        return NativeLibrary.Load($"/proc/self/fd/{descriptor}");
    }

    [LibraryImport("libc", EntryPoint = "memfd_create", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int MemoryFile(string name, uint flags);
}
