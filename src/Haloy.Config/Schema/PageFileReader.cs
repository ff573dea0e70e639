using System.Diagnostics.CodeAnalysis;
using Haloy.Config.Binding;
using Haloy.Config.Parsing;
using Haloy.Contracts.Api;

namespace Haloy.Config.Schema;

/// <summary>A page, named by its file.</summary>
internal sealed class PageFileReader : ScalarValue<ErrorPageConfig>
{
    public static readonly PageFileReader Instance = new();

    public override string Wanted => "the path of an HTML file";

    public override ValueShape Shape { get; } = new ScalarShape("path", ScalarForms.AnyScalar);

    protected override bool TryReadScalar(ScalarNode scalar, KeyPath at, BindContext context, [MaybeNullWhen(false)] out ErrorPageConfig value)
    {
        value = new ErrorPageConfig { File = scalar.Text };
        return true;
    }
}
