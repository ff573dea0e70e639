using System.Text.Json;
using System.Text.Json.Nodes;
using Haloy.Contracts.Api;

namespace Haloy.Cli.Commands.ValidateConfig.Resolved;

/// <summary>A resolved target as a deploy file of its own, in the format of the file that it comes from.</summary>
internal static class ResolvedTargetText
{
    private static readonly JsonSerializerOptions Indented = new(JsonLines.Types.Options) { WriteIndented = true, NewLine = "\n" };

    /// <param name="target">The target.</param>
    /// <param name="title">Its name, told in a comment where the format has comments.</param>
    /// <param name="file">The deploy file, whose extension is that of its format.</param>
    /// <param name="named">Whether to write it as an entry of <c>targets</c> where the format has no comment to name it.</param>
    public static string Of(TargetConfig target, string title, string file, bool named = false) => Path.GetExtension(file) switch
    {
        ".json" when named => new JsonObject { ["targets"] = new JsonObject { [title] = Tree(target, static name => name) } }.ToJsonString(Indented),
        ".json" => Tree(target, static name => name).ToJsonString(Indented),
        ".toml" => $"# {title}\n{TomlText.Of(Tree(target, JsonNamingPolicy.SnakeCaseLower.ConvertName))}",
        _ => $"# {title}\n{YamlText.Of(Tree(target, JsonNamingPolicy.SnakeCaseLower.ConvertName))}",
    };

    private static JsonObject Tree(TargetConfig target, Func<string, string> spell) => ResolvedTargetTree.Of(target, spell);
}
