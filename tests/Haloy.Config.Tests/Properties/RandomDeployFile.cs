using Haloy.Config.Parsing;

namespace Haloy.Config.Tests.Properties;

/// <summary>Makes the tree of a deploy file with several targets, whose values are mostly right.</summary>
internal sealed class RandomDeployFile(Random random)
{
    private static readonly string[] Variables = ["A", "B", "C", "D", "LOG_LEVEL"];

    public static IReadOnlyList<string> Targets { get; } = ["prod", "stage", "data_base", "x1"];

    /// <summary>A file with all of <see cref="Targets"/>.</summary>
    public MapNode Make() => Map(
    [
        .. Body("root"),
        ("images", Map([("one", Image()), ("two", Text("postgres:18"))])),
        ("targets", Map([.. Targets.Select(t => (t, (ConfigNode)Map(Body(t))))])),
    ]);

    /// <summary>The same file with one target only.</summary>
    public static MapNode Only(MapNode file, string target) =>
        new([.. file.Entries.Select(e => e.Key != "targets" ? e : e with { Value = new MapNode([.. ((MapNode)e.Value).Entries.Where(t => t.Key == target)], default) })], default);

    private (string, ConfigNode)[] Body(string owner) =>
    [
        .. Some("server", () => Text($"{owner}.example.com")),
        .. Some("replicas", () => Number(random.Next(random.Next(8) == 0 ? 0 : 1, 4))),
        .. Some("port", () => Number(random.Next(10) == 0 ? 70_000 : 3000)),
        .. Some("health_check_path", () => Text(random.Next(10) == 0 ? "up" : "/up")),
        .. Some("preset", () => Text(random.Next(2) == 0 ? "database" : "service")),
        .. Some("protected", () => Word("true", ScalarKind.Boolean)),
        .. Some("start_timeout", () => Text("1m30s")),
        .. Some("pre_deploy", () => List(Repeat(() => Text("echo \"${A}\"")))),
        .. Some("domains", () => List([Map([("domain", Text($"{owner.Replace('_', '-')}.example.com"))])])),
        .. random.Next(4) switch
        {
            0 => [("image", Image())],
            1 => [("image_key", Text(random.Next(8) == 0 ? "three" : "two"))],
            _ => Array.Empty<(string, ConfigNode)>(),
        },
        .. Some("env", () => List(Repeat(Variable))),
    ];

    private MapNode Image() => Map(
    [
        .. Some("repository", () => Text("ghcr.io/acme/app")),
        .. Some("tag", () => Word("1.10", ScalarKind.Float)),
        .. Some("pull_policy", () => Text("if_missing")),
        .. Some("history", () => Map([("strategy", Text("local")), ("count", Number(random.Next(4)))])),
        .. Some("build_config", () => Map([("context", Text("../")), ("args", List([Map([("name", Text("B")), ("value", Text("b"))])]))])),
    ]);

    private MapNode Variable()
    {
        var name = ("name", (ConfigNode)Text(Variables[random.Next(Variables.Length)]));
        return random.Next(4) switch
        {
            0 => Map([name, ("from", Map([("env", Text("X"))]))]),
            1 => Map([name, ("value", Text("${A}-${B}")), ("build_arg", Word("true", ScalarKind.Boolean))]),
            2 when random.Next(6) == 0 => Map([name]),
            _ => Map([name, ("value", Text("plain \" \\ é \t\n text"))]),
        };
    }

    private (string, ConfigNode)[] Some(string key, Func<ConfigNode> value) => random.Next(3) == 0 ? [(key, value())] : [];

    private IReadOnlyList<ConfigNode> Repeat(Func<ConfigNode> value) => [.. Enumerable.Range(0, random.Next(5)).Select(_ => value())];

    private static MapNode Map(IReadOnlyList<(string Key, ConfigNode Value)> entries) => new([.. entries.Select(e => new MapEntry(e.Key, default, e.Value))], default);

    private static ListNode List(IReadOnlyList<ConfigNode> items) => new(items, default);

    private static ScalarNode Text(string text) => new(text, ScalarKind.Text, quoted: true, default);

    private static ScalarNode Number(int number) => Word(number.ToString(System.Globalization.CultureInfo.InvariantCulture), ScalarKind.Integer);

    private static ScalarNode Word(string text, ScalarKind kind) => new(text, kind, quoted: false, default);
}
