using Haloy.Config.Problems;

namespace Haloy.Config.Tests;

/// <summary>The cases that the original's own tests cover (spec/client §9), as a person would write them in a file: accepted, or refused for one reason.</summary>
public sealed class SpecCasesTests
{
    private const string Accepted = "";

    private static void Check(string yaml, string expected)
    {
        var found = Deploy.Problems(yaml).Select(p => $"{p.Code.Word()} {p.Path}");

        Assert.Equal(expected, string.Join("; ", found));
    }

    [Theory]
    [InlineData("myapp", Accepted)]
    [InlineData("my-app", Accepted)]
    [InlineData("my_app", Accepted)]
    [InlineData("app123", Accepted)]
    [InlineData("my app", "value name")]
    [InlineData("my.app", "value name")]
    [InlineData("\"@app\"", "value name")]
    [InlineData("my/app", "value name")]
    [InlineData("\"\"", "missing name")]
    [InlineData("_app", "value name")]
    [InlineData("-app", "value name")]
    [InlineData(".app", "value name")]
    public void App_names(string name, string expected) => Check($"name: {name}\nimage: nginx\n", expected);

    [Theory]
    [InlineData("domain: example.com", Accepted)]
    [InlineData("domain: sub.example.co.uk", Accepted)]
    [InlineData("domain: example-domain.com", Accepted)]
    [InlineData("domain: example.c", "value domains[0].domain")]
    [InlineData("domain: example", "value domains[0].domain")]
    [InlineData("domain: -example.com", "value domains[0].domain")]
    [InlineData("domain: exa mple.com", "value domains[0].domain")]
    [InlineData("domain: \"\"", "value domains[0].domain")]
    [InlineData("domain: example.com, aliases: [www.example.com, bad_alias.com]", "value domains[0].aliases[1]")]
    public void Domains(string domain, string expected) => Check($"name: app\ndomains: [{{{domain}}}]\n", expected);

    [Fact]
    public void Bad_alias_is_named() =>
        Assert.Contains("alias 'bad_alias.com'", Deploy.Problem("name: app\ndomains: [{domain: a.com, aliases: [bad_alias.com]}]").Message, StringComparison.Ordinal);

    [Theory]
    [InlineData("server: a.com\nimage: nginx", Accepted)]
    [InlineData("server: a.com\nimage: {repository: nginx, tag: v1, pull_policy: never, history: {strategy: none}}\ndeployment_strategy: replace\nnaming_strategy: static\nprotected: true\ndomains: [{domain: a.com}]\nenv: [{name: A, value: b}]\nhealth_check_path: /up\nmin_ready_seconds: 5\nport: 80\nreplicas: 1\nvolumes: [\"a:/a\"]\nnetwork: own\npre_deploy: [a]\npost_deploy: [b]", Accepted)]
    [InlineData("env: [{value: a}]", "missing env[0].name")]
    [InlineData("volumes: [data]", "value volumes[0]")]
    [InlineData("volumes: ['C:\\data:/data']", "value volumes[0]")]
    [InlineData("health_check_path: health", "value health_check_path")]
    [InlineData("replicas: 0", "value replicas")]
    [InlineData("min_ready_seconds: -1", "value min_ready_seconds")]
    [InlineData("min_ready_seconds: 601", "value min_ready_seconds")]
    [InlineData("min_ready_seconds: 0", Accepted)]
    [InlineData("min_ready_seconds: 600", Accepted)]
    public void Targets(string lines, string expected) => Check($"name: app\n{lines}\n", expected);

    [Theory]
    [InlineData("value: b", Accepted)]
    [InlineData("from: {env: B}", "reference env[0].from.env")] // well-formed: only the variable is not set
    [InlineData("from: {secret: \"onepassword:a:b\"}", "secret env[0].from.secret")] // well-formed: only the source is not there
    [InlineData("value: b, from: {env: B}", "conflict env[0]")]
    [InlineData("build_arg: false", "missing env[0]")]
    [InlineData("value: \"\"", "missing env[0]")]
    [InlineData("from: {env: B, secret: \"onepassword:a:b\"}", "conflict env[0].from; reference env[0].from.env")]
    [InlineData("from: {}", "missing env[0].from")]
    public void Value_sources(string source, string expected) => Check($"name: app\nenv: [{{name: A, {source}}}]\n", expected);

    [Theory]
    [InlineData("\"8080\"", "8080")]
    [InlineData("8080", "8080")]
    [InlineData("8080.0", "8080")]
    [InlineData("\"\"", "8080")] // empty counts as not given
    public void Ports(string written, string port) => Assert.Equal(port, Deploy.Target($"name: app\nport: {written}").Port);

    [Theory]
    [InlineData("8080.5", "type port")]
    [InlineData("true", "type port")]
    [InlineData("[80]", "type port")]
    [InlineData("0", "value port")]
    [InlineData("70000", "value port")]
    public void Refused_ports(string written, string expected) => Check($"name: app\nport: {written}\n", expected);

    [Theory]
    [InlineData("name: app", Accepted)]
    [InlineData("image: nginx", "missing name")]
    [InlineData("targets: {a: {server: x.com}, b: {server: x.com}}", Accepted)]
    [InlineData("targets: {a: {name: same}, b: {name: same}}", "conflict targets.b.name")]
    [InlineData("targets: {a: {}, b: {name: a}}", "conflict targets.b.name")]
    [InlineData("name: ignored\ntargets: {a: {}, b: {}}", Accepted)]
    [InlineData("name: app\nimage: {history: {count: 3}}", Accepted)]
    [InlineData("name: app\nunknown: 1", "unknown-key unknown")]
    [InlineData("name: app\nimage: {repository: a, unknown: 1}", "unknown-key image.unknown")]
    public void Files(string yaml, string expected) => Check(yaml + "\n", expected);

    [Theory]
    [InlineData("app-data:/pb/pb_data:ro", Accepted)]
    [InlineData("/srv/app-data:/pb/pb_data", Accepted)]
    [InlineData("C:\\data:/x", "value volumes[0]")]
    [InlineData("./data:/x", "value volumes[0]")]
    [InlineData("app-data:relative", "value volumes[0]")]
    public void Volumes(string volume, string expected) => Check($"name: app\nvolumes: ['{volume}']\n", expected);

    [Theory]
    [InlineData("{repository: nginx, tag: v1}", "nginx:v1")]
    [InlineData("{repository: nginx}", "nginx:latest")]
    [InlineData("{repository: \" nginx \", tag: v1}", "nginx:v1")]
    [InlineData("ghcr.io/org/app:v1", "ghcr.io/org/app:v1")]
    [InlineData("{repository: \"localhost:5000/app\"}", "localhost:5000/app:latest")]
    public void Image_references(string image, string reference) =>
        Assert.Equal(reference, Deploy.Target($"name: app\nimage: {image}").Image!.Reference());

    [Theory]
    [InlineData("{repository: \"a b\"}", "value image.repository")]
    [InlineData("{repository: a, tag: \"v 1\"}", "value image.tag")]
    [InlineData("{repository: a, registry: {server: \"g hcr.io\", username: {value: u}, password: {value: p}}}", "value image.registry.server")]
    [InlineData("{repository: a, pull_policy: sometimes}", "value image.pull_policy")]
    [InlineData("{repository: a, history: {strategy: registry, count: 2, pattern: \"v*\"}}", "conflict image.tag")]
    [InlineData("{repository: a, tag: main, history: {strategy: registry, count: 2, pattern: \"v*\"}}", "conflict image.tag")]
    [InlineData("{repository: a, tag: v1.2.3, history: {strategy: registry, count: 2, pattern: \"v*\"}}", Accepted)]
    [InlineData("{repository: a, build_config: {push: registry}}", "missing image.registry")]
    [InlineData("{repository: a, registry: {username: {value: u}, password: {value: p}}, build_config: {push: server}}", "conflict image.build_config.push")]
    public void Images(string image, string expected) => Check($"name: app\nimage: {image}\n", expected);

    [Theory]
    [InlineData("{strategy: local, count: 5}", Accepted)]
    [InlineData("{strategy: registry, count: 5, pattern: \"v*\"}", Accepted)]
    [InlineData("{strategy: none}", Accepted)]
    [InlineData("{strategy: \"\", count: 5}", Accepted)]
    [InlineData("{strategy: elsewhere}", "value image.history.strategy")]
    [InlineData("{strategy: registry, pattern: \"v*\"}", "missing image.history.count")]
    [InlineData("{strategy: local, count: 0}", "value image.history.count")]
    [InlineData("{strategy: local, count: -1}", "value image.history.count")]
    [InlineData("{strategy: registry, count: 5}", "missing image.history.pattern")]
    [InlineData("{strategy: registry, count: 5, pattern: \" \"}", "missing image.history.pattern")]
    public void Histories(string history, string expected) => Check($"name: app\nimage: {{repository: a, tag: v1, history: {history}}}\n", expected);

    [Theory]
    [InlineData("push: server", Accepted)]
    [InlineData("push: \"\"", Accepted)]
    [InlineData("push: elsewhere", "value image.build_config.push")]
    [InlineData("context: \"a b\"", "value image.build_config.context")]
    [InlineData("dockerfile: \"a b\"", "value image.build_config.dockerfile")]
    [InlineData("platform: \"a b\"", "value image.build_config.platform")]
    [InlineData("args: [{value: a}]", "missing image.build_config.args[0].name")]
    public void Builds(string build, string expected) => Check($"name: app\nimage: {{build_config: {{{build}}}}}\n", expected);

    [Theory]
    [InlineData("image: nginx", "nginx")]
    [InlineData("image: \"\"", "app")]
    [InlineData("image: {repository: nginx}", "nginx")]
    [InlineData("images: {web: nginx, db: {repository: postgres}}\nimage_key: web", "nginx")]
    [InlineData("images: {web: nginx, db: {repository: postgres}}\nimage_key: db", "postgres")]
    public void Image_shorthands(string lines, string repository) => Assert.Equal(repository, Deploy.Target($"name: app\n{lines}").Image!.Repository);

    [Theory]
    [InlineData("image: 18", "type image")]
    [InlineData("images: {web: 18}", "type images.web")]
    [InlineData("image_key: web", "reference image_key")]
    [InlineData("image_key: wbe\nimages: {web: nginx}", "reference image_key")]
    public void Refused_images(string lines, string expected) => Check($"name: app\n{lines}\n", expected);
}
