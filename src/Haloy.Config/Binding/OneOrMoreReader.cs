using System.Diagnostics.CodeAnalysis;
using Haloy.Config.Parsing;

namespace Haloy.Config.Binding;

/// <summary>One value, or a list of them.</summary>
internal sealed class OneOrMoreReader<T>(ValueReader<T> item, string wanted, string itemHint) : ValueReader<IReadOnlyList<T>>
{
    private readonly ListReader<T> _list = new(item, wanted, itemHint);

    public override string Wanted => wanted;

    public override ValueShape Shape { get; } = new EitherShape($"{item.Shape.Words} or list of {item.Shape.Words}", [item.Shape, new ListShape("list", item.Shape)]);

    public override bool TryRead(ConfigNode node, KeyPath at, BindContext context, [MaybeNullWhen(false)] out IReadOnlyList<T> value)
    {
        if (node is not ScalarNode)
            return _list.TryRead(node, at, context, out value);
        value = item.TryRead(node, at, context, out var one) ? [one] : null;
        return value is not null;
    }
}
