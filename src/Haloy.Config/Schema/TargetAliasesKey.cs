using Haloy.Config.Binding;
using Haloy.Config.Parsing;
using Haloy.Config.Problems;
using Haloy.Contracts.Api;

namespace Haloy.Config.Schema;

/// <summary><c>aliases</c> beside <c>domains</c> instead of inside it: clear when there is exactly one domain (spec/client §10 row 5).</summary>
internal sealed class TargetAliasesKey()
    : Key<TargetConfig>(new KeyShape("aliases", null, "Hosts that redirect to the only domain beside it; `aliases` in the entry of `domains` is the same.", null, false, TextList.Hosts.Shape))
{
    private const string FirstDomain = "domains[0]";

    public override TargetConfig Bind(TargetConfig block, ConfigNode node, KeyPath at, BindContext context)
    {
        if (!TextList.Hosts.TryRead(node, at, context, out var aliases) || aliases.Count < ((ListNode)node).Items.Count || context.Unread.Contains(Beside(at, "domains")))
            return block;
        if (block.Domains is not [var domain])
        {
            context.Problem(ProblemCode.Conflict, at, node, $"'aliases' here needs exactly one domain beside it, but there {(block.Domains is { Count: > 1 } many ? $"are {many.Count}" : "is none")}",
                "Move 'aliases' into the entry of the domain that they redirect to.");
            return block;
        }

        var own = domain.Aliases ?? [];
        Relocate(node, at, own.Count, context);
        return block with { Domains = [domain with { Aliases = [.. own, .. aliases] }] };
    }

    private static string Beside(KeyPath at, string key) => KeyPath.Join(KeyPath.Parent(at.Canonical) ?? "", key);

    private static void Relocate(ConfigNode node, KeyPath at, int offset, BindContext context)
    {
        var prefix = Beside(at, FirstDomain);
        var items = ((ListNode)node).Items;
        for (var i = 0; i < items.Count; i++)
            context.Places.Add(new KeyPath($"{prefix}.aliases[{offset + i}]", at.Item(i).Written), items[i].Line, items[i].Column);
    }
}
