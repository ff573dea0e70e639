using System.Runtime.InteropServices;

namespace Haloy.Core;

/// <summary>
/// Reads files that a user names, with care: opening a pipe would wait for its other end, and a device may never end. What a path leads to is
/// asked before it is opened (Linux: statx(2)), and no more is read than allowed.
/// </summary>
public static partial class RegularFile
{
    private const int CurrentDirectory = -100;
    private const uint WantType = 1;
    private const int ModeOffset = 28;
    private const int StatxSize = 256;
    private const int TypeMask = 0xF000;

    /// <summary>Why the path, links followed, cannot be read as a file, in words that follow its name; <see langword="null"/> when it can be tried.</summary>
    public static string? Problem(string path)
    {
        if (Directory.Exists(path))
            return "is a directory";
        if (!OperatingSystem.IsLinux())
            return File.Exists(path) ? null : "does not exist";
        var result = new byte[StatxSize];
        if (Statx(CurrentDirectory, path, 0, WantType, result) != 0)
            return File.Exists(path) ? null : "does not exist";
        return (BitConverter.ToUInt16(result, ModeOffset) & TypeMask) switch
        {
            0x8000 => null,
            0x1000 => "is a pipe, not a regular file",
            0xC000 => "is a socket, not a regular file",
            _ => "is a device, not a regular file",
        };
    }

    /// <summary>Reads a file of at most <paramref name="limit"/> bytes; says in words that follow its name why that is not possible.</summary>
    public static string? Read(string path, int limit, out byte[] content)
    {
        content = [];
        if (Problem(path) is { } problem)
            return problem;
        try
        {
            using var stream = File.OpenRead(path);
            // Not by its length alone, which a file of the kernel does not tell.
            var buffer = new byte[(int)Math.Min(limit, Math.Max(stream.Length, 4096)) + 1];
            var length = stream.ReadAtLeast(buffer, buffer.Length, throwOnEndOfStream: false);
            while (length == buffer.Length && length <= limit)
            {
                Array.Resize(ref buffer, (int)Math.Min(limit + 1L, buffer.Length * 2L));
                length += stream.ReadAtLeast(buffer.AsSpan(length), buffer.Length - length, throwOnEndOfStream: false);
            }

            content = buffer[..length];
            return length > limit ? $"is larger than {(limit < 1024 * 1024 ? $"{limit / 1024} KiB" : $"{limit / 1024 / 1024} MiB")}" : null;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or ArgumentException)
        {
            return $"cannot be read: {exception.Message}";
        }
    }

    [LibraryImport("libc", EntryPoint = "statx", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Statx(int directory, string path, int flags, uint mask, byte[] result);
}
