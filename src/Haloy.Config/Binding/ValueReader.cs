using System.Diagnostics.CodeAnalysis;
using Haloy.Config.Parsing;

namespace Haloy.Config.Binding;

/// <summary>Turns a node into a value of one type, or says why it cannot.</summary>
internal abstract class ValueReader<T>
{
    /// <summary>The type in words that fit after "must be".</summary>
    public abstract string Wanted { get; }

    /// <summary>What it reads, for the reference and the JSON Schema.</summary>
    public abstract ValueShape Shape { get; }

    /// <summary>The value of a node that is not null; reports its own problems.</summary>
    public abstract bool TryRead(ConfigNode node, KeyPath at, BindContext context, [MaybeNullWhen(false)] out T value);
}
