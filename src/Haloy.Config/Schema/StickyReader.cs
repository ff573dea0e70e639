using System.Diagnostics.CodeAnalysis;
using Haloy.Config.Binding;
using Haloy.Config.Parsing;
using Haloy.Contracts.Policies;

namespace Haloy.Config.Schema;

/// <summary>What <c>sticky</c> says.</summary>
internal sealed record StickySetting(bool IsOn, string? Cookie = null);

/// <summary><c>sticky</c>: yes or no, or the block that names the cookie.</summary>
internal sealed class StickyReader : ValueReader<StickySetting>
{
    private static readonly BlockReader<StickySetting> Named = new("sticky", "true, false, or a block with 'cookie'", new StickySetting(IsOn: true),
    [
        new Key<StickySetting, string>("cookie", TextValue.Instance, "Name of the cookie.", (s, v) => s with { Cookie = v }, SnapshotSticky.UsualCookie),
    ]);

    // After what its shape is made of.
    public static readonly StickyReader Instance = new();

    public override string Wanted => Named.Wanted;

    public override ValueShape Shape { get; } = new EitherShape("true, false or block", [BooleanValue.Instance.Shape, Named.Shape]);

    public override bool TryRead(ConfigNode node, KeyPath at, BindContext context, [MaybeNullWhen(false)] out StickySetting value)
    {
        if (node is ScalarNode { Kind: ScalarKind.Boolean } word && BooleanValue.Instance.TryRead(word, at, context, out var isOn))
            value = new StickySetting(isOn);
        else
            value = Named.TryRead(node, at, context, out var named) ? named : null;
        return value is not null;
    }
}
