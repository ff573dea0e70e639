using Haloy.Config.Binding;
using Haloy.Config.Problems;

namespace Haloy.Config.Tests.Binding;

/// <summary>JSON files spell keys in camelCase, and problems are told in the spelling of the file.</summary>
public sealed class KeyNamingTests
{
    [Theory]
    [InlineData("health_check_path", "healthCheckPath")]
    [InlineData("name", "name")]
    [InlineData("targets.prod.image.build_config.args[2]", "targets.prod.image.buildConfig.args[2]")]
    public void Keys_and_paths_are_respelled(string snake, string camel)
    {
        Assert.Equal(camel, KeyNaming.CamelCase.Spell(snake));
        Assert.Equal(snake, KeyNaming.SnakeCase.Spell(snake));
    }

    [Fact]
    public void Json_file_takes_camel_case_keys_and_leaves_chosen_names_alone()
    {
        var file = Deploy.Load(
            """
            {
              "healthCheckPath": "/up", "minReadySeconds": 5, "globalPreDeploy": ["true"],
              "image": {"repository": "r", "pullPolicy": "if_missing", "builder": {"context": "../"}},
              "secretProviders": {"onepassword": {"my_vault": {"vault": "V", "item": "I"}}},
              "targets": {"my_target": {"imageKey": "data_base"}},
              "images": {"data_base": "postgres"}
            }
            """,
            "haloy.json").Value!;

        Assert.Equal(("/up", 5, "true"), (file.Config.HealthCheckPath, file.Config.MinReadySeconds, file.Config.GlobalPreDeploy![0]));
        Assert.Equal(("if_missing", "../"), (file.Config.Image!.PullPolicy, file.Config.Image.BuildConfig!.Context));
        Assert.Equal("my_vault", Assert.Single(file.Config.SecretProviders!.Onepassword!).Key);
        Assert.Equal(["my_target"], file.TargetKeys);
        Assert.Equal("data_base", file.Config.Targets!["my_target"].ImageKey);
    }

    [Theory]
    [InlineData("haloy.json", """{"name": "app", "health_check_path": "/"}""", "health_check_path", "Did you mean 'healthCheckPath'?")]
    [InlineData("haloy.json", """{"name": "app", "healthCheckpath": "/"}""", "healthCheckpath", "Did you mean 'healthCheckPath'?")]
    [InlineData("haloy.json", """{"name": "app", "image": {"repository": "a", "build_config": {}}}""", "image.build_config", "Did you mean 'buildConfig'?")]
    [InlineData("haloy.json", """{"name": "app", "image": {"x": 1}}""", "image.x", "Allowed here: repository, tag, pullPolicy, history, registry, build, buildConfig.")]
    [InlineData("haloy.yaml", "name: app\nhealthCheckPath: /", "healthCheckPath", "Did you mean 'health_check_path'?")]
    [InlineData("haloy.toml", "name = 'app'\nhealthCheckPath = '/'", "healthCheckPath", "Did you mean 'health_check_path'?")]
    public void The_other_spelling_is_an_unknown_key_with_a_hint(string name, string text, string path, string hint)
    {
        var problem = Assert.Single(Deploy.Load(text, name).Problems);

        Assert.Equal((ProblemCode.UnknownKey, path, hint), (problem.Code, problem.Path, problem.Hint));
    }

    [Theory]
    [InlineData("""{"name": "app", "healthCheckPath": "up"}""", "healthCheckPath", "'healthCheckPath' must begin with '/' and contain no blanks", 17)]
    [InlineData("""{"name": "app", "namingStrategy": "static"}""", "deploymentStrategy", "'namingStrategy: static' reuses the container's name, so old and new cannot run side by side", 1)]
    [InlineData("""{"name": "app", "image": {"repository": "r", "pullPolicy": "sometimes"}}""", "image.pullPolicy", "'pullPolicy' must be always, if_missing or never, not 'sometimes'", 46)]
    [InlineData("""{"name": "app", "imageKey": "stop_timeouts"}""", "imageKey", "'imageKey' names 'stop_timeouts', but the file has no 'images'", 17)]
    public void Problems_of_values_use_the_spelling_and_the_place_of_the_file(string json, string path, string message, int column)
    {
        var problem = Assert.Single(Deploy.Resolve(json, "haloy.json").Problems);

        Assert.Equal((path, message, 1, column), (problem.Path, problem.Message, problem.Line, problem.Column));
    }

    [Theory]
    [InlineData("""{"name": "app", "healthCheck": {"path": "/"}, "healthCheckPath": "/"}""", "'healthCheck' and 'healthCheckPath' exclude each other")]
    [InlineData("""{"name": "app", "domains": [{"domain": "a.com"}], "canary": {"steps": [5], "bake": 60, "abort": 5}}""", "'abort' must be a block with 'errorRate', but this is the number 5")]
    public void Problems_of_reading_use_the_spelling_of_the_file(string json, string message) =>
        Assert.Equal(message, Assert.Single(Deploy.Load(json, "haloy.json").Problems).Message);

    [Fact]
    public void The_same_rule_names_keys_in_snake_case_elsewhere()
    {
        var problem = Assert.Single(Deploy.Resolve("name = 'app'\nhealth_check_path = 'up'\n", "haloy.toml").Problems);

        Assert.Equal(("health_check_path", 2, 1), (problem.Path, problem.Line, problem.Column));
        Assert.StartsWith("'health_check_path' must", problem.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Token_in_a_json_file_is_not_shown_with_a_problem()
    {
        var problem = Assert.Single(Deploy.Load("""{"name": "app", "apiToken": {"value": "s3cret", "form": {}}}""", "haloy.json").Problems);

        Assert.DoesNotContain("s3cret", ConfigProblemFormatter.Format(problem), StringComparison.Ordinal);
    }

    [Fact]
    public void Token_in_a_toml_file_is_not_shown_with_a_problem()
    {
        var problem = Assert.Single(Deploy.Load("name = 'app'\napi_token = {value = 's3cret', form = 1}", "haloy.toml").Problems);

        Assert.DoesNotContain("s3cret", ConfigProblemFormatter.Format(problem), StringComparison.Ordinal);
    }
}
