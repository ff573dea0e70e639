using System.Diagnostics.CodeAnalysis;
using Haloy.Config.Binding;
using Haloy.Config.Parsing;
using Haloy.Contracts.Api;

namespace Haloy.Config.Schema;

/// <summary>An image: its block, or only its name.</summary>
internal sealed class ImageReader : ValueReader<ImageConfig>
{
    public static readonly ImageReader Instance = new();

    public override string Wanted => ImageSchema.Block.Wanted;

    // A bare number or boolean is never an image's name, unlike other text.
    public override ValueShape Shape { get; } = new EitherShape("text or block", [new ScalarShape("text", ScalarForms.Text), ImageSchema.Block.Shape]);

    public override bool TryRead(ConfigNode node, KeyPath at, BindContext context, [MaybeNullWhen(false)] out ImageConfig value)
    {
        if (node is not ScalarNode { Kind: ScalarKind.Text } scalar)
            return ImageSchema.Block.TryRead(node, at, context, out value);
        if (context.Places.Find(at.Canonical) is { } place)
            context.Places.Add(new KeyPath(at.Key("repository").Canonical, at.Written), place.Line, place.Column);
        value = new ImageConfig { Repository = scalar.Text };
        return true;
    }
}
