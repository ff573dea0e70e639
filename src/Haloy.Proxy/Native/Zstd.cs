using System.Runtime.InteropServices;

namespace Haloy.Proxy.Native;

/// <summary>The part of libzstd (1.4 and later) that compresses a stream; see its zstd.h. .NET has none of its own.</summary>
internal static unsafe partial class Zstd
{
    public const int Continue = 0; // ZSTD_e_continue
    public const int Flush = 1; // ZSTD_e_flush
    public const int End = 2; // ZSTD_e_end

    public const int CompressionLevel = 100; // ZSTD_c_compressionLevel
    public const int WindowLog = 101; // ZSTD_c_windowLog
    public const int HashLog = 102; // ZSTD_c_hashLog
    public const int ChainLog = 103; // ZSTD_c_chainLog

    public const int ResetSession = 1; // ZSTD_reset_session_only

    private const string Library = "libzstd.so.1";
    private const uint FirstUsable = 10400;

    /// <summary>Whether the system has the library. Debian always has: its package manager needs it.</summary>
    public static bool IsAvailable { get; } = NativeLibrary.TryLoad(Library, out _) && Version() >= FirstUsable;

    [LibraryImport(Library, EntryPoint = "ZSTD_createCCtx")]
    public static partial ZstdContext Create();

    [LibraryImport(Library, EntryPoint = "ZSTD_freeCCtx")]
    public static partial nuint Free(nint context);

    [LibraryImport(Library, EntryPoint = "ZSTD_CCtx_setParameter")]
    public static partial nuint Set(ZstdContext context, int parameter, int value);

    [LibraryImport(Library, EntryPoint = "ZSTD_CCtx_setPledgedSrcSize")]
    public static partial nuint SetLength(ZstdContext context, ulong length);

    [LibraryImport(Library, EntryPoint = "ZSTD_CCtx_reset")]
    public static partial nuint Reset(ZstdContext context, int what);

    [LibraryImport(Library, EntryPoint = "ZSTD_compressStream2")]
    public static partial nuint Compress(ZstdContext context, Piece* output, Piece* input, int operation);

    /// <summary>Fails when a call returned an error, which is a defect of ours; else returns what it returned.</summary>
    public static nuint Check(nuint result) =>
        IsError(result) == 0 ? result : throw new InvalidOperationException($"libzstd: {Marshal.PtrToStringUTF8(ErrorName(result))}");

    [LibraryImport(Library, EntryPoint = "ZSTD_versionNumber")]
    private static partial uint Version();

    [LibraryImport(Library, EntryPoint = "ZSTD_isError")]
    private static partial uint IsError(nuint code);

    [LibraryImport(Library, EntryPoint = "ZSTD_getErrorName")]
    private static partial nint ErrorName(nuint code);

    /// <summary><c>ZSTD_inBuffer</c> and <c>ZSTD_outBuffer</c>.</summary>
    [StructLayout(LayoutKind.Sequential)]
    public struct Piece
    {
        public byte* Start;
        public nuint Length;
        public nuint Position;
    }
}

/// <summary>A <c>ZSTD_CCtx</c>.</summary>
internal sealed class ZstdContext() : SafeHandle(0, ownsHandle: true)
{
    public override bool IsInvalid => handle == 0;

    protected override bool ReleaseHandle() => Zstd.Free(handle) == 0;
}
