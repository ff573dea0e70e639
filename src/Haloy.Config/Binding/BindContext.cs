using Haloy.Config.Parsing;
using Haloy.Config.Problems;

namespace Haloy.Config.Binding;

/// <summary>What reading a tree into the model leaves behind besides the model: problems and places.</summary>
internal sealed class BindContext(ProblemList problems)
{
    public PlaceMap Places { get; } = new();

    public void Problem(ProblemCode code, KeyPath at, ConfigNode node, string message, string? hint = null) =>
        problems.Add(code, at.Written, node.Line, node.Column, message, hint);

    public void Problem(ProblemCode code, KeyPath at, MapEntry entry, string message, string? hint = null) =>
        problems.Add(code, at.Written, entry.Line, entry.Column, message, hint);

    /// <summary>Says what was found and what is wanted.</summary>
    public void WrongType(KeyPath at, ConfigNode node, string wanted, string? hint = null) =>
        Problem(ProblemCode.Type, at, node, $"'{Name(at)}' must be {wanted}, but this is {node.Found}", hint);

    private static string Name(KeyPath at) => at.Written.Length == 0 ? "the file" : at.Written[(at.Written.LastIndexOf('.') + 1)..];
}
