namespace Haloy.Core;

/// <summary>
/// Replaces a file so that a reader, or the next start after power loss, sees the old content or the new one, never a part.
/// The temporary file stands beside the target: a rename is atomic only within one file system.
/// </summary>
public static class AtomicFile
{
    /// <summary>Read and write for the owner only (0600): the mode of everything secret.</summary>
    public const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    /// <summary>Writes <paramref name="content"/> to <paramref name="path"/>; the file has <paramref name="mode"/> from its first byte on.</summary>
    /// <exception cref="IOException">The directory is missing, full or read-only; the old file is untouched.</exception>
    public static void Write(string path, ReadOnlySpan<byte> content, UnixFileMode mode = OwnerOnly)
    {
        var temporary = $"{path}.{Path.GetRandomFileName()}.tmp";
        try
        {
            using (var stream = new FileStream(temporary, OptionsFor(mode)))
            {
                stream.Write(content);
                stream.Flush(flushToDisk: true);
            }

            File.Move(temporary, path, overwrite: true);
            // The rename is durable only once the directory is: without this, power loss may bring the old name back.
            DirectoryFlush.Run(Path.GetDirectoryName(Path.GetFullPath(path))!);
        }
        catch
        {
            File.Delete(temporary);
            throw;
        }
    }

    /// <summary>Writes <paramref name="content"/> as UTF-8 without a byte order mark.</summary>
    public static void Write(string path, string content, UnixFileMode mode = OwnerOnly) =>
        Write(path, System.Text.Encoding.UTF8.GetBytes(content), mode);

    private static FileStreamOptions OptionsFor(UnixFileMode mode)
    {
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write, Share = FileShare.None };
        if (!OperatingSystem.IsWindows())
            options.UnixCreateMode = mode;
        return options;
    }
}
