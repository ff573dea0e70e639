using Haloy.Config.Problems;

namespace Haloy.Config.Tests;

/// <summary>Types and names of keys, as written in a file.</summary>
public sealed class KeysTests
{
    [Theory]
    [InlineData("nmae: app", "nmae", "Did you mean 'name'?")]
    [InlineData("name: app\nhealthCheckPath: /", "healthCheckPath", "Did you mean 'health_check_path'?")]
    [InlineData("name: app\nimage:\n  repo: x", "image.repo", "Allowed here: repository, tag, pull_policy, history, registry, build, build_config.")]
    [InlineData("name: app\nenv:\n  - nam: A\n    value: b", "env[0].nam", "Did you mean 'name'?")]
    [InlineData("name: app\ndomains:\n  - domain: a.com\n    alias: [b.com]", "domains[0].alias", "Did you mean 'aliases'?")]
    [InlineData("name: app\nimage:\n  builder:\n    dockerfil: x", "image.builder.dockerfil", "Did you mean 'dockerfile'?")]
    [InlineData("targets:\n  a:\n    server: x\nstaging:\n  server: y", "staging", null)]
    public void Unknown_key_is_reported_with_its_full_path(string yaml, string path, string? hint)
    {
        var problem = Assert.Single(Deploy.Load(yaml).Problems, p => p.Code == ProblemCode.UnknownKey);

        Assert.Equal(path, problem.Path);
        Assert.NotNull(problem.Hint);
        if (hint is not null)
            Assert.Equal(hint, problem.Hint);
    }

    [Fact]
    public void All_problems_are_reported_at_once_in_the_order_of_the_file()
    {
        var problems = Deploy.Load("""
            nam: app
            replicas: many
            env:
              - name: A
                value: [1]
            port: true
            """).Problems;

        Assert.Equal([1, 2, 5, 6], problems.Select(p => p.Line ?? 0));
        Assert.Equal([1, 1, 5, 1], problems.Select(p => p.Column ?? 0));
    }

    [Theory]
    [InlineData("replicas: \"3\"", "'replicas' must be a whole number, but this is quoted text", "Leave the quotes out.")]
    [InlineData("replicas: 1.5", "'replicas' must be a whole number, but this is the number 1.5", null)]
    [InlineData("replicas: [1]", "'replicas' must be a whole number, but this is a list", null)]
    [InlineData("protected: \"true\"", "'protected' must be true or false, but this is quoted text", "Write true, without quotes.")]
    [InlineData("port: 1e3", "'port' must be a port number, but this is the number 1e3", null)]
    [InlineData("protected: yes", "'protected' must be true or false, but this is text", "Write true, without quotes.")]
    [InlineData("port: 80.5", "'port' must be a port number, but this is the number 80.5", null)]
    [InlineData("port: [80]", "'port' must be a port number, but this is a list", null)]
    [InlineData("server: {a: b}", "'server' must be text, but this is a block of keys", null)]
    [InlineData("domains: [example.com]", "'domains[0]' must be a block with 'domain', but this is text", "Its keys are domain, aliases.")]
    [InlineData("domains: example.com", "'domains' must be a list of domains, but this is text", "Write each as '- domain: example.com'.")]
    [InlineData("env: {A: b}", "'env' must be a list of variables, but this is a block of keys", "Write each as '- name: NAME' with 'value:' below it.")]
    [InlineData("pre_deploy: make", "'pre_deploy' must be a list of commands, but this is text", "Write each command on its own line after '- '.")]
    [InlineData("volumes: [null]", "'volumes[0]' must be text, but this is nothing", "Write each as '- source:/path/in/container'.")]
    [InlineData("image: 18", "'image' must be an image name or a block with the image's keys, but this is the number 18", null)]
    [InlineData("targets: [a]", "'targets' must be a block with one key per target, but this is a list", null)]
    public void Wrong_type_says_what_was_found_and_what_is_wanted(string line, string message, string? hint)
    {
        var problem = Assert.Single(Deploy.Load($"name: app\n{line}\n").Problems);

        Assert.Equal(ProblemCode.Type, problem.Code);
        Assert.Equal(message, problem.Message);
        if (hint is not null)
            Assert.Equal(hint, problem.Hint);
    }

    [Fact]
    public void Text_takes_unquoted_numbers_and_booleans_as_they_are_written()
    {
        var target = Deploy.Target("""
            name: 1
            image: {repository: postgres, tag: 18.10}
            env:
              - {name: DEBUG, value: true}
              - {name: PORT, value: 0080}
            tls: off
            """);

        Assert.Equal("1", target.Name);
        Assert.Equal("18.10", target.Image!.Tag);
        Assert.Equal(["true", "0080"], target.Env!.Select(e => e.Value));
        Assert.Equal("off", target.Tls);
    }

    [Theory]
    [InlineData("\"8080\"", "8080")]
    [InlineData("8080", "8080")]
    [InlineData("8080.0", "8080")]
    public void Port_is_text_or_a_whole_number(string written, string port) =>
        Assert.Equal(port, Deploy.Target($"name: app\nport: {written}").Port);

    [Theory]
    [InlineData("90", 90)]
    [InlineData("\"90\"", 90)]
    [InlineData("90s", 90)]
    [InlineData("1m30s", 90)]
    [InlineData("2m", 120)]
    [InlineData("1h", 3600)]
    public void Timeout_is_seconds_or_a_duration(string written, int seconds) =>
        Assert.Equal(seconds, Deploy.Target($"name: app\nstart_timeout: {written}").StartTimeoutSeconds);

    [Theory]
    [InlineData("1.5")]
    [InlineData("s")]
    [InlineData("30s1m")]
    [InlineData("1m1m")]
    [InlineData("500ms")]
    [InlineData("9999999999")]
    [InlineData("999999999h")]
    [InlineData("\"\"")]
    public void Timeout_of_another_shape_is_refused(string written) =>
        Assert.Equal(ProblemCode.Value, Assert.Single(Deploy.Load($"name: app\nstop_timeout: {written}").Problems).Code);

    [Fact]
    public void Key_given_twice_names_the_first_line()
    {
        var problem = Assert.Single(Deploy.Load("name: app\nport: 1\nname: other\n").Problems);

        Assert.Equal((ProblemCode.Conflict, 3, "'name' is given twice; the first time on line 1"), (problem.Code, problem.Line, problem.Message));
    }

    [Fact]
    public void Builder_and_build_config_are_the_same_block()
    {
        var target = Deploy.Target("name: app\nimage:\n  builder: {context: ../, push: server}");

        Assert.Equal("../", target.Image!.BuildConfig!.Context);
        Assert.True(target.Image.ShouldBuild());
    }

    [Fact]
    public void Builder_beside_build_config_is_a_conflict()
    {
        var problem = Assert.Single(Deploy.Load("name: app\nimage:\n  builder: {}\n  build_config: {}").Problems);

        Assert.Equal((ProblemCode.Conflict, "image.builder"), (problem.Code, problem.Path));
    }

    [Fact]
    public void Aliases_beside_one_domain_belong_to_it()
    {
        var target = Deploy.Target("name: app\naliases: [www.a.com]\ndomains:\n  - domain: a.com\n    aliases: [b.com]\n");

        Assert.Equal(["b.com", "www.a.com"], Assert.Single(target.Domains!).Aliases!);
    }

    [Theory]
    [InlineData("name: app\naliases: [www.a.com]", "there is none")]
    [InlineData("name: app\naliases: [www.a.com]\ndomains: [{domain: a.com}, {domain: b.com}]", "there are 2")]
    public void Aliases_without_exactly_one_domain_are_a_conflict(string yaml, string message)
    {
        var problem = Assert.Single(Deploy.Load(yaml).Problems);

        Assert.Equal((ProblemCode.Conflict, "aliases"), (problem.Code, problem.Path));
        Assert.Contains(message, problem.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_bad_alias_beside_the_domain_is_found_where_it_is_written()
    {
        var problem = Deploy.Problem("name: app\ndomains: [{domain: a.com}]\naliases:\n  - -bad.com\n");

        Assert.Equal(("aliases[0]", 4, 5), (problem.Path, problem.Line, problem.Column));
    }

    [Theory]
    [InlineData("targets:\n  a.b: {server: x}")]
    [InlineData("targets:\n  \"a b\": {server: x}")]
    [InlineData("targets:\n  \"\": {server: x}")]
    public void Target_key_with_dots_or_blanks_is_refused(string yaml) =>
        Assert.Contains("cannot name a target", Assert.Single(Deploy.Load(yaml).Problems).Message, StringComparison.Ordinal);

    [Theory]
    [InlineData("targets:\n  prod:")]
    [InlineData("targets:\n  prod: {}")]
    public void Target_without_keys_inherits_everything(string yaml) =>
        Assert.Equal("prod", Deploy.Target("replicas: 2\n" + yaml).Name);

    [Theory]
    [InlineData("replicas: 03", "Write 3.")]
    [InlineData("port: 080", "Write 80.")]
    public void Number_with_leading_zeros_is_refused(string line, string hint)
    {
        var problem = Deploy.Problem($"name: app\n{line}");

        Assert.Equal((ProblemCode.Value, hint), (problem.Code, problem.Hint));
    }

    [Fact]
    public void Empty_targets_mean_a_single_deployment() => Assert.Equal("app", Deploy.Target("name: app\ntargets: {}").Name);

    [Fact]
    public void Key_without_a_value_counts_as_absent() => Assert.Equal("8080", Deploy.Target("name: app\nport:\nenv:\n").Port);
}
