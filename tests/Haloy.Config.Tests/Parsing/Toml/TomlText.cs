using Haloy.Config.Parsing.Toml;

namespace Haloy.Config.Tests.Parsing.Toml;

/// <summary>A TOML document on one line, as tests compare it: <c>{a:1 b:[x y]}</c>, single values bare.</summary>
internal static class TomlText
{
    public static string Of(string document) => Of(TomlReader.Read(document));

    private static string Of(TomlValue value) => value switch
    {
        TomlTable table => $"{{{string.Join(' ', table.Entries.Select(e => $"{e.Key}:{Of(e.Value.Value)}"))}}}",
        TomlTableArray list => $"[{string.Join(' ', list.Tables.Select(Of))}]",
        TomlArray list => $"[{string.Join(' ', list.Items.Select(Of))}]",
        _ => ((TomlScalar)value).Text,
    };
}
