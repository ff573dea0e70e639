using Haloy.Config.Parsing;

namespace Haloy.Config.Binding;

/// <summary>One key of a block: its name, its type, what it means and where its value goes. The only place that knows the key.</summary>
internal abstract class Key<TBlock>(KeyShape shape)
{
    private string? _camelCase;

    public KeyShape Shape { get; } = shape;

    public string Name => Shape.Name;

    /// <summary>A second name of the same key, one word.</summary>
    public string? Alias => Shape.Alias;

    /// <summary>The name as a file spells it.</summary>
    public string NameIn(KeyNaming naming) => naming == KeyNaming.CamelCase ? _camelCase ??= naming.Spell(Name) : Name;

    /// <summary>The block with the value of <paramref name="node"/>, or unchanged when that has a problem.</summary>
    public abstract TBlock Bind(TBlock block, ConfigNode node, KeyPath at, BindContext context);
}

/// <summary>A key whose value is a <typeparamref name="TValue"/>.</summary>
internal sealed class Key<TBlock, TValue>(
    string name,
    ValueReader<TValue> reader,
    string meaning,
    Func<TBlock, TValue, TBlock> set,
    string? @default = null,
    string? alias = null,
    bool required = false)
    : Key<TBlock>(new KeyShape(name, alias, meaning, @default, required, reader.Shape))
{
    public override TBlock Bind(TBlock block, ConfigNode node, KeyPath at, BindContext context) =>
        reader.TryRead(node, at, context, out var value) ? set(block, value) : block;
}

/// <summary>A key of a base type, used in a block of a derived one.</summary>
internal sealed class InheritedKey<TBlock, TBase>(Key<TBase> key) : Key<TBlock>(key.Shape) where TBlock : TBase
{
    // 'with' on a record keeps the run-time type, so what comes back is still a TBlock.
    public override TBlock Bind(TBlock block, ConfigNode node, KeyPath at, BindContext context) =>
        (TBlock)key.Bind(block, node, at, context)!;
}
