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

    /// <summary>The place of a misspelled key, for the key that was probably meant, unless that is written too.</summary>
    public void AddMeant(KeyPath at, int line, int column) => _places.TryAdd(at.Canonical, new Place(at.Written, line, column));

    /// <summary>The exact place of a key, or <see langword="null"/> when the file does not have it.</summary>
    public Place? Find(string canonicalPath) => _places.GetValueOrDefault(canonicalPath);

    /// <summary>The place of a key or of the nearest block around it that the file has; the path is the key's own, spelled as the file would.</summary>
    public Place? Nearest(string canonicalPath, KeyNaming naming)
    {
        foreach (var path in KeyPath.Ancestors(canonicalPath).Prepend(canonicalPath))
        {
            if (_places.TryGetValue(path, out var place))
                return place with { Path = Below(place.Path, naming.Spell(canonicalPath[path.Length..])) };
        }

        return null;
    }

    private static string Below(string block, string rest) => block.Length == 0 ? rest.TrimStart('.') : block + rest;
}
