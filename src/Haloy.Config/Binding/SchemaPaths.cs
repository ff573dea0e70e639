namespace Haloy.Config.Binding;

/// <summary>Lists the key paths of a schema, as <c>env[].name</c>; <c>*</c> stands for a name that the file chooses.</summary>
internal static class SchemaPaths
{
    /// <summary>The paths below a value, each beginning with its separator; none for scalars.</summary>
    public static IEnumerable<string> Of(ValueShape shape) => shape switch
    {
        BlockShape block => block.Keys.SelectMany(k => Of(k.Value).Select(p => $".{k.Name}{p}").Prepend($".{k.Name}")),
        ListShape list => Of(list.Item).Select(p => "[]" + p),
        MapShape map => Of(map.Item).Select(p => ".*" + p),
        EitherShape either => either.Options.SelectMany(Of).Distinct(),
        _ => [],
    };
}
