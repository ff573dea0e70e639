using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using Haloy.Cli.Commands;
using Haloy.Cli.Servers;
using Haloy.Contracts.Api;
using Haloy.Contracts.Logs;
using Haloy.Contracts.ProxyControl;
using Haloy.Docker.Transport;
using Haloy.Server.Admin;

namespace Haloy.AotSmoke;

/// <summary>Every type of every JSON context, with every member set, is read and written back without loss.</summary>
internal static class JsonCheck
{
    public static Task<string> RunAsync()
    {
        int[] counts =
        [
            RoundTripAll(ApiJson.Default),
            RoundTripAll(LogJson.Default),
            RoundTripAll(ProxyControlJson.Default),
            RoundTripAll(DockerJson.Default),
            RoundTripAll(AdminJson.Default),
            RoundTripAll(CliJson.Default),
            RoundTripAll(DevDaemonJson.Default),
        ];
        return Task.FromResult($"{counts.Sum()} types of {counts.Length} contexts round-trip");
    }

    // The generated properties of a context are its types: none can be forgotten here.
    private static int RoundTripAll<[DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicProperties)] T>(T context)
        where T : JsonSerializerContext
    {
        var types = typeof(T).GetProperties().Select(p => p.GetMethod is { IsStatic: false } ? p.GetValue(context) : null).OfType<JsonTypeInfo>().ToList();
        Smoke.Require(types.Count > 0, $"{typeof(T).Name} has no types");
        foreach (var type in types.Where(t => t.Type != typeof(object)))
            RoundTrip(typeof(T).Name, type);
        return types.Count;
    }

    private static void RoundTrip(string context, JsonTypeInfo type)
    {
        var sample = SampleJson.Of(type);
        var read = JsonSerializer.Deserialize(sample, type);
        var written = JsonSerializer.SerializeToNode(read, type);
        Smoke.Require(Holds(written, sample), $"{context}: {type.Type} read {sample.ToJsonString()} and wrote {written?.ToJsonString()}");
    }

    // More may be written than was read: members that are computed.
    private static bool Holds(JsonNode? written, JsonNode? sample) => (written, sample) switch
    {
        (JsonObject w, JsonObject s) => s.All(member => w.TryGetPropertyValue(member.Key, out var value) && Holds(value, member.Value)),
        (JsonArray w, JsonArray s) => w.Count == s.Count && w.Zip(s).All(pair => Holds(pair.First, pair.Second)),
        _ => JsonNode.DeepEquals(written, sample),
    };
}
