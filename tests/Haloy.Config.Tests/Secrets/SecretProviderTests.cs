using Haloy.Config.Problems;
using Haloy.Config.Secrets;
using Haloy.Config.Targets;

namespace Haloy.Config.Tests.Secrets;

/// <summary>Which program each provider runs, and what it makes of the program's output.</summary>
public sealed class SecretProviderTests
{
    private static readonly SecretPlaces Places = new("/project", "/home/me");

    [Theory]
    [InlineData("onepassword", "vault: My Vault, item: db", "op item get db --vault My_Vault --format json")]
    [InlineData("onepassword", "vault: v, item: db, account: me.example.com", "op item get db --vault v --format json --account me.example.com")]
    [InlineData("sops", "file: secrets.yaml", "sops decrypt --output-type yaml /project/secrets.yaml")]
    [InlineData("sops", "file: /etc/s.enc, format: ' JSON '", "sops decrypt --output-type json /etc/s.enc")]
    [InlineData("sops", "file: ../.env", "sops decrypt --output-type dotenv /.env")]
    [InlineData("pass", "entry: shop/db", "pass show shop/db")]
    [InlineData("age", "file: s.yaml.age, identity: ~/key.txt", "age --decrypt --identity /home/me/key.txt /project/s.yaml.age")]
    [InlineData("age", "file: s.age, format: text, identity: [a, /b]", "age --decrypt --identity /project/a --identity /b /project/s.age")]
    [InlineData("command", "command: [vault, kv, get, $X]", "vault kv get $X")]
    [InlineData("command", "command: [./get, a b]", "/project/get a_b")]
    public void Source_is_read_by_one_program(string provider, string source, string call)
    {
        var planned = Plan(provider, source).Call(Places);

        Assert.Equal(call, string.Join(' ', planned.Arguments.Prepend(planned.Program).Select(a => a.Replace(' ', '_'))));
    }

    [Fact]
    public void Store_of_pass_is_a_variable_and_must_exist()
    {
        var call = Plan("pass", "entry: db, store: ~/team").Call(Places);

        Assert.Equal(new("PASSWORD_STORE_DIR", "/home/me/team"), Assert.Single(call.Environment));
        Assert.Equal(["/home/me/team"], call.Needs);
    }

    [Fact]
    public void Fields_of_a_1Password_item_are_known_by_label() =>
        Assert.Equal("empty= password=new url=postgres://db", Read("onepassword", "vault: v, item: i", """
            {"id": "x", "fields": [
              {"id": "1", "label": "password", "value": "old"},
              {"id": "2", "label": "url", "value": "postgres://db"},
              {"id": "3", "label": "password", "value": "new"},
              {"id": "4", "label": "empty"},
              {"id": "5", "value": "without label"}]}
            """));

    [Fact]
    public void Entry_of_pass_has_its_password_and_its_lines() =>
        Assert.Equal("login=me note=a: b password=s3cret: x", Read("pass", "entry: e", "s3cret: x\nlogin: me\nhttps://example.com\nnote: a: b\npassword: not this\n"));

    [Theory]
    [InlineData("shop", "shop\n├── \u001b[01;34mdb\u001b[0m\n│   └── admin\n└── mail\n")]
    [InlineData("shop/", "shop\n└──\u00a0mail\n")]
    [InlineData("shop", "shop\n`-- mail\n")]
    public void Folder_of_pass_is_no_entry(string entry, string output) =>
        Assert.Equal("pass source 'src' (parse): the entry is a folder", Plan("pass", $"entry: {entry}").Read(output).Failure?.Message);

    [Fact]
    public void Entry_of_pass_may_hold_its_own_name() => Assert.Equal("login=x password=shop", Read("pass", "entry: shop", "shop\nlogin: x\n"));

    [Fact]
    public void Missing_age_key_matters_only_when_there_is_no_other()
    {
        using var directory = new Haloy.Testing.TempDirectory();
        var there = directory.File("there");
        File.WriteAllText(there, "");

        var some = Plan("age", $"file: s.age, format: text, identity: [/missing/key, {there}]").Call(Places);
        var none = Plan("age", "file: s.age, format: text, identity: [/missing/a, /missing/b]").Call(Places);

        Assert.Equal(["--decrypt", "--identity", there, "/project/s.age"], some.Arguments);
        Assert.Equal(["/project/s.age", there], some.Needs);
        Assert.Equal(["/project/s.age", "/missing/a", "/missing/b"], none.Needs);
    }

    [Theory]
    [InlineData("""{"a": {"b": "x"}}""", "a.b=x")]
    [InlineData("{not json", "*={not json")]
    [InlineData("plain\n", "*=plain")]
    public void Command_without_a_format_prints_a_json_object_or_one_value(string output, string values) =>
        Assert.Equal(values, Read("command", "command: [get]", output));

    [Theory]
    [InlineData("text", """{"a": "x"}""", """*={"a": "x"}""")]
    [InlineData("json", """["x"]""", "0=x")]
    [InlineData("yaml", "a: x", "a=x")]
    [InlineData("dotenv", "A=x", "A=x")]
    public void Command_with_a_format_prints_that(string format, string output, string values) =>
        Assert.Equal(values, Read("command", $"command: [get], format: {format}", output));

    [Fact]
    public void Output_that_cannot_be_read_names_provider_source_and_stage()
    {
        var failure = Plan("onepassword", "vault: v, item: i").Read("[ERROR] secret-a").Failure;

        Assert.StartsWith("onepassword source 'src' (parse): op printed something that is not JSON", failure?.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("secret-a", failure!.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("onepassword: {s: {item: i}}", "secret_providers.onepassword.s.vault", "'vault' is missing")]
    [InlineData("onepassword: {s: }", "secret_providers.onepassword.s.item", "'item' is missing")]
    [InlineData("sops: {s: {format: yaml}}", "secret_providers.sops.s.file", "'file' is missing")]
    [InlineData("sops: {s: {file: secrets}}", "secret_providers.sops.s.format", "the name of 'secrets' does not tell its format")]
    [InlineData("sops: {s: {file: s.txt}}", "secret_providers.sops.s.format", "the name of 's.txt' does not tell its format")]
    [InlineData("sops: {s: {file: s.yaml, format: binary}}", "secret_providers.sops.s.format", "'format' must be yaml or json or dotenv, not 'binary'")]
    [InlineData("pass: {s: {store: x}}", "secret_providers.pass.s.entry", "'entry' is missing")]
    [InlineData("onepassword: {s: {vault: -v, item: i}}", "secret_providers.onepassword.s.vault", "'vault' must not begin with '-'")]
    [InlineData("onepassword: {s: {vault: v, item: --help}}", "secret_providers.onepassword.s.item", "'item' must not begin with '-'")]
    [InlineData("onepassword: {s: {vault: v, item: i, account: -x}}", "secret_providers.onepassword.s.account", "'account' must not begin with '-'")]
    [InlineData("pass: {s: {entry: --help}}", "secret_providers.pass.s.entry", "'entry' must not begin with '-'")]
    [InlineData("age: {s: {file: a.env.age}}", "secret_providers.age.s.identity", "'identity' is missing")]
    [InlineData("age: {s: {file: a.age, identity: k}}", "secret_providers.age.s.format", "the name of 'a' does not tell its format")]
    [InlineData("command: {s: {format: text}}", "secret_providers.command.s.command", "'command' is missing")]
    [InlineData("command: {s: {command: []}}", "secret_providers.command.s.command", "'command' is missing")]
    [InlineData("command: {'a:b': {command: [x]}}", "secret_providers.command.a:b", "'a:b' cannot name a source, because references divide their parts with ':'")]
    public void Source_that_cannot_work_is_a_problem_even_when_unused(string providers, string path, string message)
    {
        var problem = Assert.Single(Deploy.Problems($"name: app\nsecret_providers: {{{providers}}}"), p => p.Path == path);

        Assert.Equal(message, problem.Message);
        Assert.Equal(2, problem.Line);
    }

    private static SecretRequest Plan(string provider, string source)
    {
        var file = Deploy.Read($"name: app\nenv: [{{name: A, from: {{secret: '{provider}:src:key'}}}}]\nsecret_providers: {{{provider}: {{src: {{{source}}}}}}}");
        var open = TargetResolver.Resolve(file, TargetSelection.Default, _ => null);
        Assert.True(open.Succeeded, ConfigProblemFormatter.Format(open.Problems));
        return Assert.Single(SecretPlanner.Plan(open.Value.Select(t => t.Config), file.Config.SecretProviders));
    }

    private static string Read(string provider, string source, string output)
    {
        var read = Plan(provider, source).Read(output);
        Assert.True(read.Succeeded, read.Failure?.Message);
        return read.Value.Keys.Count == 0
            ? $"*={read.Value.Values.Single()}"
            : string.Join(' ', read.Value.Keys.Order(StringComparer.Ordinal).Select(k => read.Value.TryGet(k, out var value) ? $"{k}={value}" : k));
    }
}
