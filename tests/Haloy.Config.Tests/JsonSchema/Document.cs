using System.Globalization;
using System.Text.Json.Nodes;
using Haloy.Config.Parsing;

namespace Haloy.Config.Tests.JsonSchema;

/// <summary>A deploy file as the JSON value that a validator sees.</summary>
internal static class Document
{
    public static JsonNode? OfYaml(string text) => Of(DeployFileFormat.Yaml.Read(SourceText.Decode("haloy.yaml", System.Text.Encoding.UTF8.GetBytes(text))));

    private static JsonNode? Of(ConfigNode node) => node switch
    {
        MapNode map => new JsonObject(map.Entries.Select(e => KeyValuePair.Create(e.Key, Of(e.Value)))),
        ListNode list => new JsonArray([.. list.Items.Select(Of)]),
        ScalarNode { Kind: ScalarKind.Boolean } boolean => boolean.Text[0] is 't' or 'T',
        ScalarNode { Kind: ScalarKind.Integer } integer => long.Parse(integer.Text, CultureInfo.InvariantCulture),
        ScalarNode { Kind: ScalarKind.Float } number => double.Parse(number.Text, CultureInfo.InvariantCulture),
        ScalarNode { Kind: ScalarKind.Text } text => text.Text,
        _ => null,
    };
}
