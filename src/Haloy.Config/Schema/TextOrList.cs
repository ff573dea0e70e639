using System.Diagnostics.CodeAnalysis;
using Haloy.Config.Binding;
using Haloy.Config.Parsing;

namespace Haloy.Config.Schema;

/// <summary>A list of texts that may be written as one text when it has only one.</summary>
internal sealed class TextOrList(ListReader<string> list, string wanted) : ValueReader<IReadOnlyList<string>>
{
    public static TextOrList Files { get; } = new(
        new ListReader<string>(TextValue.Instance, "a list of files", "Write each file on its own line after '- '."),
        "a file or a list of files");

    public override string Wanted => wanted;

    public override bool TryRead(ConfigNode node, KeyPath at, BindContext context, [MaybeNullWhen(false)] out IReadOnlyList<string> value)
    {
        if (node is ListNode)
            return list.TryRead(node, at, context, out value);
        if (node is ScalarNode scalar)
        {
            value = [scalar.Text];
            return true;
        }

        value = null;
        context.WrongType(at, node, Wanted);
        return false;
    }
}
