using Haloy.Config.Binding;
using Haloy.Config.Schema;

namespace Haloy.Config.Tests.Schema;

public sealed class ForeignKeysTests
{
    [Theory]
    [InlineData("environment: {A: b}", "'env'")]
    [InlineData("restart: always", "Leave it out")]
    [InlineData("strategy: rolling", "'deployment_strategy'")]
    [InlineData("labels: [a]", "Leave it out")]
    [InlineData("memory: 1g", "resources: {memory: 512m}")]
    [InlineData("hostname: a.com", "'domains:'")]
    [InlineData("ports: [\"80:80\"]", "port: 8080")]
    [InlineData("build: .", "build_config")]
    [InlineData("healthcheck: {test: x}", "health_check")]
    [InlineData("registry: ghcr.io", "in 'image'")]
    public void Key_of_another_tool_is_answered_with_ours(string line, string hint) =>
        Assert.Contains(hint, Deploy.Problem($"name: app\n{line}").Hint, StringComparison.Ordinal);

    [Fact]
    public void Name_under_another_name_is_not_also_missing() => Assert.Contains("'name'", Deploy.Problem("service: app").Hint, StringComparison.Ordinal);

    [Fact]
    public void Advice_is_in_the_spelling_of_the_file() =>
        Assert.Contains("'deploymentStrategy'", Assert.Single(Deploy.Load("""{"name": "app", "strategy": "x"}""", "haloy.json").Problems).Hint, StringComparison.Ordinal);

    [Fact]
    public void No_key_of_ours_is_taken_for_a_foreign_one_and_every_answer_names_one_of_ours()
    {
        var keys = ((BlockShape)FileSchema.Root.Shape).Keys.Select(k => k.Name).ToHashSet();

        Assert.All(keys, key => Assert.Null(ForeignKeys.Find(key)));
        Assert.All(ForeignKeys.All.Values.Where(f => f.Key is not null), f => Assert.Contains(f.Key!, keys));
    }

    [Fact]
    public void Of_many_keys_only_the_first_are_offered()
    {
        var hint = Deploy.Problem("name: app\nxyzzyxyzzy: 1").Hint;

        Assert.StartsWith("Allowed here: name, server, api_token, preset, image, image_key, env, port and ", hint, StringComparison.Ordinal);
        Assert.EndsWith("more; see docs/configuration.md.", hint, StringComparison.Ordinal);
    }
}
