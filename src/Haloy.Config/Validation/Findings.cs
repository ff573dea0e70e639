using Haloy.Config.Binding;
using Haloy.Config.Problems;

namespace Haloy.Config.Validation;

/// <summary>Collects what a target does wrong.</summary>
internal sealed class Findings
{
    private readonly List<ConfigProblem> _problems = [];

    public IReadOnlyList<ConfigProblem> Problems => _problems;

    public void Add(ProblemCode code, string path, string message, string? hint = null)
    {
        if (_problems.Count < ProblemOrder.Most)
            _problems.Add(ConfigProblem.At(code, path, message, hint));
    }

    public void Value(string path, string message, string? hint = null) => Add(ProblemCode.Value, path, message, hint);

    /// <summary>The value must be one of a few words, or absent.</summary>
    public void OneOf(string path, string? value, IReadOnlyList<string> words)
    {
        if (string.IsNullOrEmpty(value) || words.Contains(value))
            return;
        var near = Suggestion.Nearest(value, words);
        Value(path, $"'{Name(path)}' must be {Words(words)}, not '{value}'", near is null ? null : $"Did you mean '{near}'?");
    }

    public void Range(string path, int? value, Bounds bounds)
    {
        if (value is { } number && !bounds.Contains(number))
            Value(path, bounds.Most >= int.MaxValue ? $"'{Name(path)}' must be at least {bounds.Least}, not {number}" : $"'{Name(path)}' must be {bounds.Least} to {bounds.Most}, not {number}");
    }

    /// <summary>A span of time; said in the units that people write.</summary>
    public void Duration(string path, int? seconds, Bounds bounds)
    {
        if (seconds is { } number && !bounds.Contains(number))
            Value(path, $"'{Name(path)}' must be {Amount.Duration(bounds.Least)} to {Amount.Duration(bounds.Most)}, not {Amount.Duration(number)}");
    }

    /// <summary>An amount of memory or data; said in the units that people write.</summary>
    public void Size(string path, long? bytes, Bounds bounds)
    {
        if (bytes is { } number && !bounds.Contains(number))
            Value(path, $"'{Name(path)}' must be {Amount.Size(bounds.Least)} to {Amount.Size(bounds.Most)}, not {Amount.Size(number)}");
    }

    public void Missing(string path, string? hint = null) => Add(ProblemCode.Missing, path, $"'{Name(path)}' is missing", hint);

    public void Conflict(string path, string message, string? hint = null) => Add(ProblemCode.Conflict, path, message, hint);

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

    /// <summary>The value becomes an argument of a program, which would take it for one of its options.</summary>
    public void NoOption(string path, string? value, string? hint = null)
    {
        if (value?.StartsWith('-') == true)
            Value(path, $"'{Name(path)}' must not begin with '-'", hint);
    }

    /// <summary>Such as <c>always, if_missing or never</c>.</summary>
    private static string Words(IReadOnlyList<string> words) =>
        words.Count == 1 ? words[0] : $"{string.Join(", ", words.SkipLast(1))} or {words[^1]}";

    private static string Name(string path) => KeyPath.LastKey(path);
}
