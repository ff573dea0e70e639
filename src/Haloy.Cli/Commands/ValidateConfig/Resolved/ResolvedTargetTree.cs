using System.Text.Json;
using System.Text.Json.Nodes;
using Haloy.Contracts.Api;

namespace Haloy.Cli.Commands.ValidateConfig.Resolved;

/// <summary>A resolved target as the tree that a deploy file has, made of the one that is sent.</summary>
internal static class ResolvedTargetTree
{
    /// <param name="target">The target.</param>
    /// <param name="spell">Spells a key, given in camelCase, as the file does.</param>
    public static JsonObject Of(TargetConfig target, Func<string, string> spell) =>
        Respelled(AsInFiles(JsonSerializer.SerializeToNode(target, JsonLines.Types.TargetConfig)!.AsObject()), name => spell(WithoutUnit(name)), spell);

    /// <summary>Undoes what reading a file moves to another place.</summary>
    private static JsonObject AsInFiles(JsonObject target)
    {
        if (target["healthCheck"] is JsonObject check && target.Remove("healthCheckPath", out var path))
            check["path"] = path;
        if (target.Remove("tlsCertificate", out var certificate))
            target["tls"] = certificate;
        if (target["errorPages"] is JsonObject pages)
            target["errorPages"] = new JsonObject(pages.Select(p => KeyValuePair.Create(p.Key, p.Value?["file"]?.DeepClone())));
        if (target["loadBalancing"] is JsonObject balancing && balancing.Remove("stickyCookie", out var cookie))
            balancing["sticky"] = new JsonObject { ["cookie"] = cookie };
        if (target["canary"]?["abort"] is JsonObject abort && abort.Remove("errorRatePercent", out var rate))
            abort["errorRate"] = $"{rate}%";
        return target;
    }

    private static JsonObject Respelled(JsonObject block, Func<string, string> keyOf, Func<string, string> spell)
    {
        var result = new JsonObject();
        foreach (var (name, value) in block)
        {
            // Below these the names are the file's own.
            var isChosen = name is "headers" or "options" or "errorPages";
            result.Add(keyOf(name), Respelled(value, isChosen ? static own => own : key => spell(WithoutUnit(key)), spell));
        }

        return result;
    }

    private static JsonNode? Respelled(JsonNode? value, Func<string, string> keyOf, Func<string, string> spell) => value switch
    {
        JsonObject block => Respelled(block, keyOf, spell),
        JsonArray list => new JsonArray([.. list.Select(item => Respelled(item, keyOf, spell))]),
        _ => value?.DeepClone(),
    };

    /// <summary>On the wire the unit is in the name; in a file it is in the value, and a plain number means this one.</summary>
    private static string WithoutUnit(string name) => name == "minReadySeconds" ? name : Without(Without(name, "Seconds"), "Bytes");

    private static string Without(string name, string unit) => name.EndsWith(unit, StringComparison.Ordinal) ? name[..^unit.Length] : name;
}
