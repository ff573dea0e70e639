using System.Diagnostics.CodeAnalysis;
using Haloy.Config.Binding;
using Haloy.Config.Parsing;
using Haloy.Config.Validation;
using Haloy.Contracts.Api;

namespace Haloy.Config.Schema;

/// <summary>What <c>tls</c> says: one of its words, or an own certificate.</summary>
internal sealed record TlsSetting(string? Mode, CertificateConfig? Own);

/// <summary><c>tls</c>: a word, or the block of an own certificate.</summary>
internal sealed class TlsReader : ValueReader<TlsSetting>
{
    private static readonly BlockReader<CertificateConfig> Own = new("certificate", "auto, internal, off, or a block with 'certificate' and 'key'", new CertificateConfig(),
    [
        new Key<CertificateConfig, PemSource>("certificate", SourceSchema.Pem, "Your certificate and its chain, PEM.", (c, v) => c with { Certificate = v }, required: true),
        new Key<CertificateConfig, PemSource>("key", SourceSchema.Pem, "Its private key, PEM.", (c, v) => c with { Key = v }, required: true),
    ]);

    // After what its shape is made of.
    public static readonly TlsReader Instance = new();

    public override string Wanted => Own.Wanted;

    public override ValueShape Shape { get; } = new EitherShape("text or block", [TextValue.OneOf(Choices.Tls).Shape, Own.Shape]);

    public override bool TryRead(ConfigNode node, KeyPath at, BindContext context, [MaybeNullWhen(false)] out TlsSetting value)
    {
        if (node is ScalarNode { Kind: ScalarKind.Text } word)
            value = new TlsSetting(word.Text, null);
        else
            value = Own.TryRead(node, at, context, out var own) ? new TlsSetting(null, own) : null;
        return value is not null;
    }
}
