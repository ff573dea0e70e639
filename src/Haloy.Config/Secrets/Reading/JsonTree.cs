using System.Text;
using System.Text.Json;
using Haloy.Config.Parsing;
using Haloy.Config.Problems;

namespace Haloy.Config.Secrets.Reading;

/// <summary>JSON as nodes.</summary>
internal static class JsonTree
{
    public static ConfigNode? Read(SourceText source, ProblemList problems)
    {
        try
        {
            using var document = JsonDocument.Parse(Encoding.UTF8.GetBytes(source.Text));
            return Node(document.RootElement);
        }
        catch (JsonException exception)
        {
            problems.Add(ProblemCode.Syntax, "", (int)(exception.LineNumber ?? 0) + 1, null, "this is not valid JSON");
            return null;
        }
    }

    private static ConfigNode Node(JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.Object => new MapNode([.. element.EnumerateObject().Select(m => new MapEntry(m.Name, 1, 1, Node(m.Value)))], 1, 1),
        JsonValueKind.Array => new ListNode([.. element.EnumerateArray().Select(Node)], 1, 1),
        JsonValueKind.String => new ScalarNode(element.GetString()!, ScalarKind.Text, quoted: true, 1, 1),
        JsonValueKind.Null => new ScalarNode("", ScalarKind.Null, quoted: false, 1, 1),
        JsonValueKind.Number => new ScalarNode(element.GetRawText(), element.GetRawText().AsSpan().ContainsAny(".eE") ? ScalarKind.Float : ScalarKind.Integer, quoted: false, 1, 1),
        _ => new ScalarNode(element.GetRawText(), ScalarKind.Boolean, quoted: false, 1, 1),
    };
}
