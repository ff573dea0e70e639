using System.Diagnostics.CodeAnalysis;

namespace Haloy.Core;

/// <summary>An expected failure: what went wrong, about which thing, and what to do next.</summary>
/// <param name="Message">A sentence for a person: what failed, where and why.</param>
/// <param name="Hint">What to do next, or <see langword="null"/> when the message already says it.</param>
public sealed record Failure(string Message, string? Hint = null)
{
    /// <summary>The other side could not be reached, or was not ready: the same may work in a moment.</summary>
    public bool IsOutage { get; init; }

    /// <summary>The message and, on its own line, the hint.</summary>
    public override string ToString() => Hint is null ? Message : $"{Message}\n{Hint}";
}

/// <summary>The result of an operation that may fail in an expected way. A class, so that a forgotten default cannot look like success.</summary>
public sealed class Outcome<T>
{
    private Outcome(T? value, Failure? failure)
    {
        Value = value;
        Failure = failure;
    }

    /// <summary>Whether the operation did what was asked.</summary>
    [MemberNotNullWhen(true, nameof(Value))]
    [MemberNotNullWhen(false, nameof(Failure))]
    public bool Succeeded => Failure is null;

    /// <summary>The result; set exactly when <see cref="Succeeded"/>.</summary>
    public T? Value { get; }

    /// <summary>The reason; set exactly when not <see cref="Succeeded"/>.</summary>
    public Failure? Failure { get; }

    /// <summary>Wraps a result.</summary>
    public static implicit operator Outcome<T>(T value) => new(value, null);

    /// <summary>Wraps a reason.</summary>
    public static implicit operator Outcome<T>(Failure failure) => new(default, failure);
}
