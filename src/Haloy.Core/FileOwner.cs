using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Haloy.Core;

/// <summary>
/// Tells whether files belong to who runs this program, which .NET cannot say (Linux: statx(2)). Elsewhere the answer is yes: there a
/// file that only its owner can read, and that we can read, is ours.
/// </summary>
public static partial class FileOwner
{
    private const int CurrentDirectory = -100;
    private const int EmptyPath = 0x1000;
    private const uint WantOwner = 8;
    private const int OwnerOffset = 20;
    private const int StatxSize = 256;

    /// <summary>Whether the open file belongs to the effective user.</summary>
    public static bool IsUs(SafeFileHandle file)
    {
        var held = false;
        try
        {
            file.DangerousAddRef(ref held);
            return IsUs((int)file.DangerousGetHandle(), "", EmptyPath);
        }
        finally
        {
            if (held)
                file.DangerousRelease();
        }
    }

    /// <summary>Whether the file or directory exists and belongs to the effective user; links are followed.</summary>
    public static bool IsUs(string path) => IsUs(CurrentDirectory, path, 0);

    private static bool IsUs(int directory, string path, int flags)
    {
        if (!OperatingSystem.IsLinux())
            return true;

        var result = new byte[StatxSize];
        return Statx(directory, path, flags, WantOwner, result) == 0 && BitConverter.ToUInt32(result, OwnerOffset) == EffectiveUser();
    }

    [LibraryImport("libc", EntryPoint = "statx", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Statx(int directory, string path, int flags, uint mask, byte[] result);

    [LibraryImport("libc", EntryPoint = "geteuid")]
    private static partial uint EffectiveUser();
}
