namespace Haloy.Config.Binding;

/// <summary>Something that can list the keys it knows.</summary>
internal interface IKeyed
{
    IEnumerable<string> Paths { get; }
}

/// <summary>Lists the key paths of a schema.</summary>
internal static class SchemaPaths
{
    /// <summary>The paths below a value of this type, each beginning with its separator; none for scalars.</summary>
    public static IEnumerable<string> Of(object reader) => reader is IKeyed keyed ? keyed.Paths : [];
}
