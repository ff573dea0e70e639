using System.Text.Json;
using Haloy.Cli.Commands.ValidateConfig.Resolved;
using Haloy.Cli.Tests.Support;
using Haloy.Contracts.Api;
using Haloy.Testing;

namespace Haloy.Cli.Tests.Commands;

public sealed class ValidateConfigCommandTests : IDisposable
{
    private readonly CliHarness _cli = new();

    public void Dispose() => _cli.Dispose();

    private async Task<(int ExitCode, JsonElement Json)> JsonAsync(params string[] arguments)
    {
        var result = await _cli.RunAsync(["validate-config", "--json", .. arguments]);
        return (result.ExitCode, JsonDocument.Parse(result.Output).RootElement);
    }

    [Fact]
    public async Task Valid_file_is_confirmed_without_any_server_and_nothing_is_written()
    {
        _cli.WriteDeployFile("haloy.example.com");
        _cli.Variables.Remove("PATH");

        var result = await _cli.RunAsync("validate-config");

        Assert.Equal((0, "● haloy.yaml is valid\n", ""), (result.ExitCode, result.Output, result.Error));
        Assert.Equal(["haloy.yaml"], Directory.EnumerateFileSystemEntries(_cli.WorkDirectory).Select(Path.GetFileName));
        Assert.False(Directory.Exists(_cli.ConfigDirectory));
    }

    [Fact]
    public async Task Problems_are_one_document_and_the_same_for_people()
    {
        _cli.Write("haloy.yaml", "name: hello\nreplicas: many\nimage: nginx\nprot: 80\n");

        var result = await _cli.RunAsync("validate-config", "--json");

        Assert.Equal(1, result.ExitCode);
        Assert.Equal(
            """
            {"ok":false,"errors":[{"code":"type","path":"replicas","file":"haloy.yaml","line":2,"column":1,"message":"'replicas' must be a whole number, but this is text"},{"code":"unknown-key","path":"prot","file":"haloy.yaml","line":4,"column":1,"message":"unknown key 'prot'","hint":"Did you mean 'port'?"}]}

            """.ReplaceLineEndings("\n"), result.Output);
        Assert.Contains("✖ haloy.yaml:4:1: unknown key 'prot'\n    4 | prot: 80\n      | ^\n    key: prot\n    hint: Did you mean 'port'?\n", result.Error, StringComparison.Ordinal);
        Assert.EndsWith("✖ haloy.yaml has 2 problems\n", result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Resolved_targets_are_as_on_the_wire()
    {
        _cli.Write("haloy.yaml", """
            image: nginx
            global_pre_deploy: [make test]
            targets:
              prod: {server: a.example.com, start_timeout: 2m}
              dev: {server: b.example.com, replicas: 2}
            """);

        var (code, json) = await JsonAsync("--show-resolved-config");

        Assert.Equal(0, code);
        Assert.True(json.GetProperty("ok").GetBoolean());
        Assert.Equal("haloy.yaml", json.GetProperty("file").GetString());
        Assert.Equal(["make test"], json.GetProperty("globalPreDeploy").EnumerateArray().Select(c => c.GetString()));
        Assert.Equal(0, json.GetProperty("globalPostDeploy").GetArrayLength());
        Assert.Equal(["prod", "dev"], json.GetProperty("targets").EnumerateObject().Select(t => t.Name));
        var prod = json.GetProperty("targets").GetProperty("prod");
        Assert.Equal(JsonSerializer.Serialize(prod.Deserialize(ApiJson.Default.TargetConfig), ApiJson.Default.TargetConfig), prod.GetRawText());
        Assert.Equal(120, prod.GetProperty("startTimeoutSeconds").GetInt32());
    }

    [Fact]
    public async Task Single_target_has_the_name_of_its_app()
    {
        _cli.WriteDeployFile("haloy.example.com");

        var (_, json) = await JsonAsync("--show-resolved-config");

        Assert.Equal(["hello"], json.GetProperty("targets").EnumerateObject().Select(t => t.Name));
    }

    [Theory]
    [InlineData("a", "--target", "a")]
    [InlineData("a,b", "--targets", "a,b")]
    [InlineData("a,b,c", "--all")]
    [InlineData("a,b,c")]
    public async Task Targets_may_be_chosen(string expected, params string[] arguments)
    {
        _cli.Write("haloy.yaml", "image: nginx\ntargets: {a: {}, b: {}, c: {}}\n");

        var (code, json) = await JsonAsync(["--show-resolved-config", .. arguments]);

        Assert.Equal(0, code);
        Assert.Equal(expected, string.Join(',', json.GetProperty("targets").EnumerateObject().Select(t => t.Name)));
    }

    [Fact]
    public async Task Unknown_target_is_a_problem()
    {
        _cli.Write("haloy.yaml", "image: nginx\ntargets: {prod: {}}\n");

        var (code, json) = await JsonAsync("-t", "prd");

        Assert.Equal(1, code);
        Assert.Equal("reference", Assert.Single(json.GetProperty("errors").EnumerateArray()).GetProperty("code").GetString());
    }

    [Fact]
    public async Task Missing_file_is_a_problem_of_its_own()
    {
        var (code, json) = await JsonAsync("-c", "nowhere.yaml");

        Assert.Equal((1, "file"), (code, json.GetProperty("errors")[0].GetProperty("code").GetString()));
    }

    [Theory]
    [InlineData("name: hello\n", "the Dockerfile 'Dockerfile' does not exist", 1)]
    [InlineData("name: hello\nimage:\n  builder: {context: app}\n", "the build context 'app' does not exist", 3)]
    [InlineData("name: hello\ntargets:\n  a: {}\n  b: {}\n", "the Dockerfile 'Dockerfile' does not exist", 3)]
    public async Task Missing_build_file_is_one_problem_at_its_place(string yaml, string message, int line)
    {
        _cli.Write("haloy.yaml", yaml);

        var (code, json) = await JsonAsync();

        var problem = Assert.Single(json.GetProperty("errors").EnumerateArray());
        Assert.Equal((1, "file", line), (code, problem.GetProperty("code").GetString(), problem.GetProperty("line").GetInt32()));
        Assert.StartsWith(message, problem.GetProperty("message").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Very_many_problems_are_all_data_and_not_all_text()
    {
        _cli.Write("haloy.yaml", string.Concat(Enumerable.Range(0, 60).Select(i => $"key{i}: 1\n")));

        var result = await _cli.RunAsync("validate-config", "--json");

        Assert.InRange(JsonDocument.Parse(result.Output).RootElement.GetProperty("errors").GetArrayLength(), 60, 61);
        Assert.Matches("✖ … and 1[01] more\n", result.Error);
    }

    [Theory]
    [InlineData(1_500, 1_500, false)]
    [InlineData(20_100, 20_000, true)]
    public async Task List_of_problems_that_is_cut_says_so(int problems, int shown, bool truncated)
    {
        _cli.Write("haloy.yaml", "name: hello\nimage: nginx\n" + string.Concat(Enumerable.Range(0, problems).Select(i => $"key{i}: 1\n")));

        var (_, json) = await JsonAsync();

        Assert.Equal(shown, json.GetProperty("errors").GetArrayLength());
        Assert.Equal(truncated, json.TryGetProperty("truncated", out var cut) && cut.GetBoolean());
    }

    [Fact]
    public async Task Hidden_characters_of_resolved_text_are_escapes()
    {
        _cli.WriteDeployFile("haloy.example.com", "env: [{name: A, value: \"x\\u202ey\\ez\"}]\n");

        var result = await _cli.RunAsync("validate-config", "--show-resolved-config");

        Assert.Contains("value: \"x\\u202ey\\u001bz\"", result.Output.Replace("\\u001B", "\\u001b", StringComparison.Ordinal), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--show-resolved-config")]
    [InlineData("--show-resolved-config", "--json")]
    public async Task Credentials_in_headers_are_masked(params string[] arguments)
    {
        _cli.WriteDeployFile("haloy.example.com", "headers: {Authorization: s3cr3t, X-Api-Key: s3cr3t, X-My-Token: s3cr3t, X-Frame-Options: DENY}\n");

        var result = await _cli.RunAsync(["validate-config", .. arguments]);

        Assert.True(result.ExitCode == 0, result.ToString());
        Assert.DoesNotContain("s3cr3t", result.ToString(), StringComparison.Ordinal);
        Assert.Contains("DENY", result.Output, StringComparison.Ordinal);
    }

    private const string WithSecrets = """
        api_token: { value: tok-tok }
        secret_providers: { command: { vault: { command: [cat, secrets.json] } } }
        env:
          - name: PASSWORD
            from: { env: PASSWORD }
          - name: KEY
            from: { secret: "command:vault:key" }
          - name: URL
            value: "postgres://u:${PASSWORD}@db"
          - name: PLAIN
            value: shown

        """;

    private void WriteSecrets()
    {
        _cli.Variables["PASSWORD"] = "hunter2";
        _cli.Write("secrets.json", """{"key": "s3cr3t"}""");
        _cli.WriteDeployFile("haloy.example.com", WithSecrets);
    }

    [Theory]
    [InlineData("--show-resolved-config")]
    [InlineData("--show-resolved-config", "--json")]
    public async Task Resolved_config_shows_literals_and_masks_everything_else(params string[] arguments)
    {
        WriteSecrets();

        var result = await _cli.RunAsync(["validate-config", .. arguments]);

        Assert.True(result.ExitCode == 0, result.ToString());
        Assert.Contains("shown", result.Output, StringComparison.Ordinal);
        Assert.Contains("••••••", result.Output, StringComparison.Ordinal);
        Assert.All(["hunter2", "tok-tok", "s3cr3t"], secret => Assert.DoesNotContain(secret, result.ToString(), StringComparison.Ordinal));
    }

    [Fact]
    public async Task Revealed_config_shows_every_value()
    {
        WriteSecrets();

        var result = await _cli.RunAsync("validate-config", "--show-resolved-config", "--reveal-secrets");

        Assert.All(["hunter2", "tok-tok", "s3cr3t", "postgres://u:hunter2@db"], value => Assert.Contains(value, result.Output, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("haloy.yaml")]
    [InlineData("haloy.json")]
    [InlineData("haloy.toml")]
    public async Task Resolved_text_of_every_key_is_a_deploy_file_that_says_the_same(string name)
    {
        foreach (var variable in new[] { "HALOY_TOKEN", "REGISTRY_PASSWORD", "DATABASE_PASSWORD", "SHOP_CERTIFICATE", "SHOP_KEY", "PREVIEW_PASSWORD", "CHAT_WEBHOOK" })
            _cli.Variables[variable] = $"https://{variable}.example.com/\"\\\n\u0001🚀";
        _cli.Write("Dockerfile", "FROM scratch\n");
        File.Copy(Path.Combine(Repository.Root, "samples", "reference", "haloy.yaml"), Path.Combine(_cli.WorkDirectory, "haloy.yaml"));
        string[] show = ["--show-resolved-config", "--reveal-secrets", "--no-secrets"];
        var (code, json) = await JsonAsync(show);
        Assert.True(code == 0, json.ToString());
        _cli.Write("printed/Dockerfile", "FROM scratch\n");

        foreach (var target in json.GetProperty("targets").EnumerateObject())
        {
            _cli.Write($"printed/{name}", ResolvedTargetText.Of(target.Value.Deserialize(ApiJson.Default.TargetConfig)!, target.Name, name));
            var printed = await PrintedAsync([.. show, "-c", "printed"]);
            _cli.Write($"printed/{name}", printed);

            var (_, again) = await JsonAsync([.. show, "-c", "printed"]);

            Assert.True(again.GetProperty("ok").GetBoolean(), $"{again}\n{printed}");
            Assert.Equal(target.Value.GetRawText(), again.GetProperty("targets").EnumerateObject().Single().Value.GetRawText());
        }
    }

    /// <summary>The text for people, without the line that the file is valid.</summary>
    private async Task<string> PrintedAsync(params string[] arguments) =>
        string.Join('\n', (await _cli.RunAsync(["validate-config", .. arguments])).Output.Split('\n').SkipLast(2));

    [Theory]
    [InlineData("haloy.yaml", "image: nginx\ntargets: {a: {}}\n", "# a\nname: \"a\"\n")]
    [InlineData("haloy.toml", "image = 'nginx'\n[targets.a]\n", "# a\nname = \"a\"\n")]
    [InlineData("haloy.json", """{"image": "nginx", "targets": {"a": {"minReadySeconds": 5}}}""", "{\n  \"targets\": {\n    \"a\": {\n      \"name\": \"a\",\n")]
    public async Task Resolved_text_is_in_the_format_of_the_file_and_can_be_pasted(string name, string content, string beginning)
    {
        _cli.Write(name, content);

        var printed = await PrintedAsync("--show-resolved-config");

        Assert.StartsWith(beginning, printed, StringComparison.Ordinal);
        _cli.Write($"printed/{name}", printed);
        Assert.Equal(0, (await _cli.RunAsync("validate-config", "-c", "printed")).ExitCode);
    }

    [Theory]
    [InlineData("haloy.yaml", "name: a\nimage: nginx\nerror_pages: {4xx: e/4xx.html, stopped: e/4xx.html}\n", "\"4xx\": \"e/4xx.html\"")]
    [InlineData("haloy.toml", "name = 'a'\nimage = 'nginx'\nerror_pages = {4xx = 'e/4xx.html', stopped = 'e/4xx.html'}\n", "\"4xx\" = \"e/4xx.html\"")]
    [InlineData("haloy.json", """{"name": "a", "image": "nginx", "errorPages": {"4xx": "e/4xx.html", "stopped": "e/4xx.html"}}""", "\"4xx\": \"e/4xx.html\"")]
    public async Task Resolved_text_names_pages_by_their_files(string name, string content, string expected)
    {
        _cli.Write("e/4xx.html", "<p>sorry");
        _cli.Write("printed/e/4xx.html", "<p>sorry");
        _cli.Write(name, content);

        var printed = await PrintedAsync("--show-resolved-config");

        Assert.Contains(expected, printed, StringComparison.Ordinal);
        Assert.DoesNotContain("sorry", printed, StringComparison.Ordinal);
        _cli.Write($"printed/{name}", printed);
        Assert.Equal(0, (await _cli.RunAsync("validate-config", "-c", "printed")).ExitCode);
    }

    [Theory]
    [InlineData("sub/haloy.yaml", "sub/haloy.yaml")]
    [InlineData("./sub", "./sub/haloy.yaml")]
    [InlineData("sub/none.yaml", "sub/none.yaml")]
    public async Task File_is_named_as_it_was_given_whether_it_is_there_or_not(string given, string shown)
    {
        _cli.Write("sub/haloy.yaml", "prot: 80\n");

        var (_, json) = await JsonAsync("-c", given);

        Assert.Equal(shown, json.GetProperty("errors")[0].GetProperty("file").GetString());
    }

    [Fact]
    public async Task Without_secrets_no_provider_is_run_and_the_reference_is_shown()
    {
        WriteSecrets();
        File.Delete(Path.Combine(_cli.WorkDirectory, "secrets.json"));

        Assert.Equal(1, (await _cli.RunAsync("validate-config")).ExitCode);
        var (code, json) = await JsonAsync("--no-secrets", "--show-resolved-config");

        Assert.Equal(0, code);
        var key = json.GetProperty("targets").GetProperty("hello").GetProperty("env").EnumerateArray().Single(e => e.GetProperty("name").GetString() == "KEY");
        Assert.Equal("command:vault:key", key.GetProperty("from").GetProperty("secret").GetString());
    }

    [Fact]
    public async Task Reveal_alone_is_refused()
    {
        _cli.WriteDeployFile("haloy.example.com");

        Assert.Contains("--reveal-secrets needs --show-resolved-config", (await _cli.RunAsync("validate-config", "--reveal-secrets")).Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_probably_not_meant_is_a_warning()
    {
        _cli.Write("haloy.yaml", "name: hello\nimage: hello\n");
        _cli.Write(".env", "not a variable\n");

        var result = await _cli.RunAsync("validate-config", "--json");

        Assert.Equal(0, result.ExitCode);
        Assert.Contains("⚠ haloy.yaml:2:1: the image 'hello' has the app's name and is pulled, not built", result.Error, StringComparison.Ordinal);
        Assert.Equal(2, JsonDocument.Parse(result.Output).RootElement.GetProperty("warnings").GetArrayLength());
    }

    [Fact]
    public async Task Domain_of_two_apps_on_one_server_is_a_warning()
    {
        _cli.Write("haloy.yaml", "image: nginx\ndomains: [{domain: a.com}]\ntargets: {a: {server: s.com}, b: {server: s.com}, c: {server: t.com}}\n");

        var result = await _cli.RunAsync("validate-config");

        Assert.Equal((0, 1), (result.ExitCode, result.Error.Split("the domain 'a.com' belongs to the target 'a'").Length - 1));
    }
}
