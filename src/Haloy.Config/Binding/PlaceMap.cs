namespace Haloy.Config.Binding;

/// <summary>A place in a file.</summary>
/// <param name="Path">The key as the file writes it.</param>
/// <param name="Line">Line from 1.</param>
/// <param name="Column">Column from 1.</param>
internal sealed record Place(string Path, int Line, int Column);

/// <summary>Where each key of the model was written.</summary>
internal sealed class PlaceMap
{
    private readonly Dictionary<string, Place> _places = new(StringComparer.Ordinal);

    public void Add(KeyPath at, int line, int column) => _places[at.Canonical] = new Place(at.Written, line, column);

    /// <summary>The exact place of a key, or <see langword="null"/> when the file does not have it.</summary>
    public Place? Find(string canonicalPath) => _places.GetValueOrDefault(canonicalPath);

    /// <summary>The place of a key or of the nearest block around it that the file has.</summary>
    public Place? Nearest(string canonicalPath)
    {
        for (string? path = canonicalPath; path is not null; path = KeyPath.Parent(path))
        {
            if (_places.TryGetValue(path, out var place))
                return place;
        }

        return null;
    }
}
