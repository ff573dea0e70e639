using System.Diagnostics.CodeAnalysis;
using Haloy.Config.Binding;
using Haloy.Config.Parsing;

namespace Haloy.Config.Schema;

/// <summary>Entries of the hosts file: a list of <c>name:address</c>, or a block of names with addresses; kept as the list.</summary>
internal sealed class ExtraHostsReader : ValueReader<IReadOnlyList<string>>
{
    private static readonly ListReader<string> List = new(TextValue.Instance, "a list of hosts, or a block of host names with addresses", "Write each as '- name:address'.");

    // After what its shape is made of.
    public static readonly ExtraHostsReader Instance = new();

    public override string Wanted => List.Wanted;

    public override ValueShape Shape { get; } = new EitherShape("list of text or block", [List.Shape, new MapShape("block", new ScalarShape("text", ScalarForms.Text), null)]);

    public override bool TryRead(ConfigNode node, KeyPath at, BindContext context, [MaybeNullWhen(false)] out IReadOnlyList<string> value)
    {
        if (node is not MapNode map)
            return List.TryRead(node, at, context, out value);
        var hosts = new List<string>();
        var entries = MapEntries.Distinct(map, at, context);
        foreach (var entry in entries)
        {
            var place = at.Key(Suggestion.Short(entry.Key));
            context.Places.Add(place, entry.Line, entry.Column);
            context.Places.Add(new KeyPath(at.Item(hosts.Count).Canonical, place.Written), entry.Line, entry.Column);
            if (entry.Value is ScalarNode { IsNull: false } address)
                hosts.Add($"{entry.Key}:{address.Text}");
            else
                context.WrongType(place, entry.Value, "an address");
        }

        value = hosts;
        return hosts.Count == entries.Count;
    }
}
