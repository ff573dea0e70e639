namespace Haloy.Server.Admin;

/// <summary>A directory that is filled beside its final place and appears there whole, or not at all.</summary>
internal sealed class NewDirectory : IDisposable
{
    private readonly string _final;

    public NewDirectory(string final)
    {
        _final = final;
        Path = $"{final}.{System.IO.Path.GetRandomFileName()}.tmp";
        Directory.CreateDirectory(System.IO.Path.GetDirectoryName(final)!);
        Directory.CreateDirectory(Path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
    }

    /// <summary>Where to put its content.</summary>
    public string Path { get; private set; }

    /// <summary>Puts it in its place; what was there is deleted afterwards.</summary>
    public void Commit()
    {
        var old = $"{_final}.{System.IO.Path.GetRandomFileName()}.old";
        if (Directory.Exists(_final))
            Directory.Move(_final, old);
        try
        {
            Directory.Move(Path, _final);
        }
        catch
        {
            if (Directory.Exists(old))
                Directory.Move(old, _final);
            throw;
        }

        Path = old;
    }

    public void Dispose()
    {
        if (Directory.Exists(Path))
            Directory.Delete(Path, recursive: true);
    }
}
