using System.Diagnostics.CodeAnalysis;
using Haloy.Config.Parsing;

namespace Haloy.Config.Binding;

/// <summary>A list of values of one type.</summary>
internal sealed class ListReader<T>(ValueReader<T> item, string wanted, string itemHint) : ValueReader<IReadOnlyList<T>>
{
    public ValueReader<T> Item { get; } = item;

    public override string Wanted => wanted;

    public override ValueShape Shape { get; } = new ListShape($"list of {(item.Shape is BlockShape ? "blocks" : item.Shape.Words)}", item.Shape);

    /// <summary>Reads the items that can be read; the others are problems, and not in the value.</summary>
    public override bool TryRead(ConfigNode node, KeyPath at, BindContext context, [MaybeNullWhen(false)] out IReadOnlyList<T> value)
    {
        value = null;
        if (node is not ListNode list)
        {
            context.WrongList(at, node, Wanted, itemHint);
            return false;
        }

        var items = new List<T>(list.Items.Count);
        for (var i = 0; i < list.Items.Count; i++)
        {
            // An item is counted among those that could be read in the model, and among all of them in the file.
            var place = at.Item(items.Count, i);
            context.Places.Add(place, list.Items[i].Line, list.Items[i].Column);
            if (list.Items[i].IsNull)
                context.WrongList(place, list.Items[i], Item.Wanted, itemHint);
            else if (Item.TryRead(list.Items[i], place, context, out var read))
                items.Add(read);
        }

        value = items.AsReadOnly();
        return true;
    }
}
