using System.Diagnostics.CodeAnalysis;

namespace Haloy.Config.Problems;

/// <summary>A value read from configuration, or every problem that stands in the way.</summary>
public sealed class ConfigResult<T>
{
    internal ConfigResult(T value) => Value = value;

    internal ConfigResult(IReadOnlyList<ConfigProblem> problems)
    {
        if (problems.Count == 0)
            throw new ArgumentException("A failed result needs at least one problem.", nameof(problems));
        Problems = problems;
    }

    /// <summary>The value when there are no problems, otherwise only these.</summary>
    internal ConfigResult(T value, IReadOnlyList<ConfigProblem> problems)
    {
        Problems = problems;
        if (problems.Count == 0)
            Value = value;
    }

    /// <summary>Whether there is a value.</summary>
    [MemberNotNullWhen(true, nameof(Value))]
    public bool Succeeded => Problems.Count == 0;

    /// <summary>The value; set exactly when <see cref="Succeeded"/>.</summary>
    public T? Value { get; }

    /// <summary>All problems, in the order of the file; empty exactly when <see cref="Succeeded"/>.</summary>
    public IReadOnlyList<ConfigProblem> Problems { get; } = [];
}
