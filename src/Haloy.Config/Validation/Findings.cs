using Haloy.Config.Binding;
using Haloy.Config.Problems;

namespace Haloy.Config.Validation;

/// <summary>Collects what a target does wrong.</summary>
internal sealed class Findings
{
    private readonly List<ConfigProblem> _problems = [];

    public IReadOnlyList<ConfigProblem> Problems => _problems;

    public void Add(ProblemCode code, string path, string message, string? hint = null) =>
        _problems.Add(ConfigProblem.At(code, path, message, hint));

    public void Value(string path, string message, string? hint = null) => Add(ProblemCode.Value, path, message, hint);

    /// <summary>The value must be one of a few words, or absent.</summary>
    public void OneOf(string path, string? value, params string[] words)
    {
        if (string.IsNullOrEmpty(value) || words.Contains(value))
            return;
        var near = Suggestion.Nearest(value, words);
        Value(path, $"'{Name(path)}' must be {string.Join(" or ", words)}, not '{value}'", near is null ? null : $"Did you mean '{near}'?");
    }

    public void Range(string path, int? value, int least, int most)
    {
        if (value is { } number && (number < least || number > most))
            Value(path, most == int.MaxValue ? $"'{Name(path)}' must be at least {least}, not {number}" : $"'{Name(path)}' must be {least} to {most}, not {number}");
    }

    public void NoBlanks(string path, string? value)
    {
        if (value is not null && value.Any(char.IsWhiteSpace))
            Value(path, $"'{Name(path)}' must not contain blanks");
    }

    /// <summary>The value must be there.</summary>
    public void Needed(string path, string? value, string? hint = null)
    {
        if (string.IsNullOrWhiteSpace(value))
            Add(ProblemCode.Missing, path, $"'{Name(path)}' is missing", hint);
    }

    private static string Name(string path) => path[(path.LastIndexOf('.') + 1)..];
}
