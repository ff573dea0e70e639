using Haloy.Config.Parsing;
using Haloy.Config.Problems;

namespace Haloy.Config.Binding;

/// <summary>What reading a tree into the model leaves behind besides the model: problems and places.</summary>
/// <param name="problems">Gets the problems.</param>
/// <param name="naming">How the file spells keys.</param>
/// <param name="respell">Puts the keys that a sentence mentions into the file's spelling.</param>
/// <param name="listAdvice">How the file's format writes lists; <see langword="null"/> when it is YAML, whose advice the schema has.</param>
internal sealed class BindContext(ProblemList problems, KeyNaming naming, Func<string, string> respell, string? listAdvice)
{
    private readonly HashSet<string> _unread = new(StringComparer.Ordinal);

    public ProblemList Problems => problems;

    public KeyNaming Naming => naming;

    /// <summary>A sentence with its keys as the file spells them.</summary>
    public string Spell(string sentence) => respell(sentence);

    public PlaceMap Places { get; } = new();

    /// <summary>A problem of a value, told at its key, or at itself when it is an item; the sentences name keys as the schema does.</summary>
    public void Problem(ProblemCode code, KeyPath at, ConfigNode node, string message, string? hint = null) =>
        Add(code, at, Places.Find(at.Canonical) is { } place ? new TextPlace(place.Line, place.Column) : node.Place, respell(message), hint is null ? null : respell(hint));

    /// <summary>A problem of a key itself; the sentences name keys as the file does.</summary>
    public void Problem(ProblemCode code, KeyPath at, MapEntry entry, string message, string? hint = null) => Add(code, at, entry.Place, message, hint);

    /// <summary>Says what was found and what is wanted.</summary>
    public void WrongType(KeyPath at, ConfigNode node, string wanted, string? hint = null) =>
        Problem(ProblemCode.Type, at, node, $"{Name(at)} must be {wanted}, but this is {node.Found}", hint);

    /// <summary>The same where a list is wanted; <paramref name="yamlHint"/> says how YAML writes it.</summary>
    public void WrongList(KeyPath at, ConfigNode node, string wanted, string yamlHint) => WrongType(at, node, wanted, listAdvice ?? yamlHint);

    /// <summary>Notes that <paramref name="at"/> is probably what a misspelled key means: it is not also missing.</summary>
    public void Meant(KeyPath at, MapEntry entry)
    {
        _unread.Add(at.Canonical);
        Places.AddMeant(at, entry.Line, entry.Column);
    }

    /// <summary>Notes that a block lost an entry whose name is none: it has less in it than the file says.</summary>
    public void Incomplete(KeyPath at) => _unread.Add(at.Canonical);

    /// <summary>Canonical paths of keys with a problem of their own: their absence from the model says nothing.</summary>
    public IReadOnlySet<string> Unread => _unread;

    private void Add(ProblemCode code, KeyPath at, TextPlace place, string message, string? hint)
    {
        _unread.Add(at.Canonical);
        problems.Add(code, at.Written, place.Line, place.Column, message, hint);
    }

    private static string Name(KeyPath at) => at.Written.Length == 0 ? "the file" : $"'{KeyPath.LastKey(at.Written)}'";
}
