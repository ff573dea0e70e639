using System.Text.Json.Nodes;
using Haloy.Config.JsonSchema;
using Haloy.Config.Problems;

namespace Haloy.Config.Tests.JsonSchema;

/// <summary>What the program reads, the schema accepts; what the schema can know to be wrong, both refuse.</summary>
public sealed class SchemaAgreementTests
{
    private static readonly string Schema = DeployFileJsonSchema.Write(camelCase: false);

    private static readonly string[] Valid =
    [
        "name: app",
        "name: 1\nport: \"80\"\nstart_timeout: 90\nstop_timeout: 1h\ntls: off",
        "name: app\nport:\nenv:\nimage:\ndomains:\nresources:\ntls:\ncommand:",
        "targets:\n  a:\n  b: {}\n  c: {replicas: 2}",
        "name: app\nimage: nginx\nenv: [{name: A, value: 1.10}, {name: B, value: true}, {name: C, from: {env: D}}]",
        "name: app\nimage: {builder: {context: ., args: [{name: A}]}}",
        "name: app\nimages: {db: postgres, web:, api: {tag: 18}}\nimage_key: db",
        "name: app\ncommand: serve --port 80\nentrypoint: [tini, --]\nextra_hosts: {db.internal: 10.0.0.5}",
        "name: app\nextra_hosts: [\"a:::1\"]\nresources: {cpus: 2, memory: 1.5GiB}\nmax_body: 1048576",
        "name: app\nhealth_check: {type: http, status: 200}\nlog: {driver: local, options: {max-file: 3, compress: true}}",
        "name: app\nhealth_check: {status: [200, 300-399]}\nheaders: {X-A: 1, Server: }",
        "name: app\nschedules: [{name: a, cron: \"@daily\", command: [a, 1]}]\nnotify: [{url: {from: {env: A}}}]",
    ];

    private static readonly string[] Invalid =
    [
        "nam: app",
        "name: [app]",
        "name: app\nreplicas: \"2\"",
        "name: app\nreplicas: 0",
        "name: app\nport: 65536",
        "name: app\nport: http",
        "name: app\nport: true",
        "name: app\nprotected: \"yes\"",
        "name: app\npreset: cache",
        "name: app\nmin_ready_seconds: 601",
        "name: app\nstart_timeout: 1.5",
        "name: app\nstart_timeout: 500ms",
        "name: app\nstop_timeout: 30s1m",
        "name: app\ndomains: [example.com]",
        "name: app\ndomains: [{aliases: [a.com]}]",
        "name: app\ndomains: [null]",
        "name: app\nenv: {A: b}",
        "name: app\nenv: [{value: b}]",
        "name: app\nimage: 18",
        "name: app\nimage: {builder: {}, build_config: {}}",
        "name: app\nimage: {pull_policy: sometimes}",
        "name: app\nimage: {registry: {username: {value: a}}}",
        "name: app\ntls: on",
        "name: app\ntls: {certificate: {file: a}}",
        "name: app\nresources: {cpus: half}",
        "name: app\nresources: {memory: 12 apples}",
        "name: app\nmax_body: -1",
        "name: app\nhealth_check: {type: ping}",
        "name: app\nhealth_check: {status: 99}",
        "name: app\nlog: {options: {a: b}}",
        "name: app\ncanary: {steps: [100], bake: 1m}\ndomains: [{domain: a.com}]",
        "name: app\ncanary: {steps: [5]}\ndomains: [{domain: a.com}]",
        "name: app\ncanary: {steps: [5], bake: 1m, abort: {error_rate: 5}}\ndomains: [{domain: a.com}]",
        "name: app\nschedules: [{name: a, cron: \"@daily\"}]",
        "name: app\nnotify: [{url: {value: https://a.com}, events: [done]}]",
        "targets: {a.b: {}}",
        "targets: [a]",
    ];

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task What_the_program_reads_the_schema_accepts()
    {
        string[] files =
        [
            .. Valid,
            .. Directory.GetFiles(Repository.File("samples"), "haloy.yaml", SearchOption.AllDirectories).Select(File.ReadAllText),
            .. Directory.GetFiles(Repository.File("tests", "Haloy.Config.Tests", "Examples"), "*.yaml").Select(File.ReadAllText).Where(f => Deploy.Load(f).Succeeded),
        ];
        Assert.All(files, f => Assert.DoesNotContain(Deploy.Problems(f), p => p.Code is not (ProblemCode.Reference or ProblemCode.Secret)));

        var found = await SchemaValidator.ValidateAsync(Schema, files.Select(Document.OfYaml), Cancellation);

        Assert.All(files.Zip(found), f => Assert.True(f.Second.Length == 0, $"{f.First}\n=> {string.Join('\n', f.Second)}"));
    }

    [Fact]
    public async Task What_the_schema_refuses_the_program_refuses()
    {
        Assert.All(Invalid, f => Assert.NotEmpty(Deploy.Problems(f)));

        var found = await SchemaValidator.ValidateAsync(Schema, Invalid.Select(Document.OfYaml), Cancellation);

        Assert.Equal("", string.Join("\n\n", Invalid.Zip(found).Where(f => f.Second.Length == 0).Select(f => f.First)));
    }

    [Fact]
    public async Task Unknown_key_in_any_block_is_refused_by_both()
    {
        var sample = Document.OfYaml(File.ReadAllText(Repository.File("samples", "reference", "haloy.yaml")))!;
        var places = Blocks(sample).ToList();
        var spoilt = places.Select(place => With(sample, place, "zzz")).ToList();
        // JSON is YAML.
        Assert.All(spoilt, d => Assert.Contains(Deploy.Load(d.ToJsonString()).Problems, p => p.Code == ProblemCode.UnknownKey));

        var found = await SchemaValidator.ValidateAsync(Schema, spoilt, Cancellation);

        Assert.Equal("", string.Join(", ", places.Zip(found).Where(f => !f.Second.Any(e => e.Contains("zzz", StringComparison.Ordinal))).Select(f => f.First)));
        Assert.True(places.Count > 40, $"the sample has only {places.Count} blocks");
    }

    [Fact]
    public async Task Json_files_have_a_schema_of_their_own()
    {
        const string File = """{"name": "app", "healthCheckPath": "/up", "image": {"buildConfig": {}}, "secretProviders": {"sops": {"my_app": {"file": "a.yaml"}}}}""";
        Assert.True(Deploy.Load(File, "haloy.json").Succeeded);

        var found = await SchemaValidator.ValidateAsync(
            DeployFileJsonSchema.Write(camelCase: true), [JsonNode.Parse(File), JsonNode.Parse("""{"name": "app", "health_check_path": "/up"}""")], Cancellation);

        Assert.Empty(found[0]);
        Assert.NotEmpty(found[1]);
    }

    /// <summary>The paths of blocks whose keys the schema fixes.</summary>
    private static IEnumerable<string> Blocks(JsonNode? node) => node switch
    {
        JsonObject block => block.SelectMany(p => Blocks(p.Value)).Concat(HasChosenNames(block) ? [] : [block.GetPath()]),
        JsonArray list => list.SelectMany(Blocks),
        _ => [],
    };

    private static bool HasChosenNames(JsonObject block) =>
        block.GetPath() is "$.targets" or "$.images" or "$.headers" or "$.log.options"
        || block.Parent?.GetPath() == "$.secret_providers";

    private static JsonNode With(JsonNode root, string path, string key)
    {
        var copy = root.DeepClone();
        var block = (JsonObject)Descend(copy, path);
        block.Add(key, 1);
        return copy;
    }

    private static JsonNode Descend(JsonNode root, string path) =>
        path.TrimStart('$').Split('.', StringSplitOptions.RemoveEmptyEntries).Aggregate(root, (node, step) =>
        {
            var parts = step.Split('[', ']');
            var inner = node[parts[0]]!;
            return parts.Length > 1 ? inner[int.Parse(parts[1], System.Globalization.CultureInfo.InvariantCulture)]! : inner;
        });
}
