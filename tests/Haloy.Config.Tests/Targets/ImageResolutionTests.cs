using Haloy.Config.Problems;

namespace Haloy.Config.Tests.Targets;

public sealed class ImageResolutionTests
{
    private const string Base = """
        image:
          repository: ghcr.io/me/app
          tag: v1
          history: {strategy: none}
          registry: {username: {value: u}, password: {value: p}}
          builder: {context: ../, dockerfile: Dockerfile.prod, push: registry}
        targets:
          t:
            image:
        """;

    [Theory]
    [InlineData("      tag: v2", "ghcr.io/me/app:v2")]
    [InlineData("      repository: other", "other:v1")]
    [InlineData("      history: {strategy: local, count: 2}", "ghcr.io/me/app:v1")]
    public void Image_merges_field_by_field(string target, string reference)
    {
        var image = Deploy.Target($"{Base}\n{target}").Image!;

        Assert.Equal(reference, image.Reference());
        Assert.Equal("../", image.BuildConfig!.Context);
        Assert.NotNull(image.Registry);
    }

    [Fact]
    public void Build_block_merges_field_by_field()
    {
        var build = Deploy.Target("image: {repository: app, builder: {context: ../, dockerfile: Dockerfile.prod}}\ntargets: {t: {image: {builder: {push: server}}}}").Image!.BuildConfig!;

        Assert.Equal(("../", "Dockerfile.prod", "server"), (build.Context, build.Dockerfile, build.Push));
    }

    [Theory]
    [InlineData("image: {tag: v1}", "app", true)]
    [InlineData("image: {build_config: {context: x}}", "app", true)]
    [InlineData("image: {history: {count: 3}}", "app", true)]
    [InlineData("image: {build: false}", "app", false)]
    [InlineData("image: app", "app", false)]
    [InlineData("image: \"\"", "app", true)]
    [InlineData("image: nginx", "nginx", false)]
    [InlineData("image: {repository: nginx, build: true}", "nginx", true)]
    [InlineData("port: 80", "app", true)]
    public void Whether_to_build_follows_from_the_image(string line, string repository, bool builds)
    {
        var image = Deploy.Target($"name: app\n{line}").Image!;

        Assert.Equal((repository, builds), (image.Repository, image.ShouldBuild()));
    }

    [Fact]
    public void Image_key_takes_the_named_image_alone()
    {
        var target = Deploy.Target("image: {tag: v1}\nimages: {db: {repository: postgres, tag: 18}, web: nginx}\ntargets: {t: {image_key: db}}");

        Assert.Equal("postgres:18", target.Image!.Reference());
        Assert.Null(target.ImageKey);
    }

    [Fact]
    public void Image_key_of_the_base_gives_way_to_a_targets_own_image()
    {
        var targets = Deploy.Targets("image_key: web\nimages: {web: \"nginx:1\"}\ntargets: {a: {}, b: {image: {repository: caddy}}}");

        Assert.Equal("nginx:1", targets["a"].Config.Image!.Reference());
        Assert.Equal("caddy:latest", targets["b"].Config.Image!.Reference());
    }

    [Theory]
    [InlineData("name: app\nimage_key: web", ProblemCode.Reference, "the file has no 'images'")]
    [InlineData("name: app\nimage_key: wbe\nimages: {web: nginx}", ProblemCode.Reference, "no image is named 'wbe'")]
    [InlineData("name: app\nimage_key: web\nimage: caddy\nimages: {web: nginx}", ProblemCode.Conflict, "exclude each other")]
    public void Image_key_that_cannot_be_used_is_a_problem(string yaml, ProblemCode code, string message)
    {
        var problem = Deploy.Problem(yaml);

        Assert.Equal((code, "image_key", 2), (problem.Code, problem.Path, problem.Line));
        Assert.Contains(message, problem.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Problem_of_a_named_image_points_at_it()
    {
        var problem = Deploy.Problem("images:\n  db:\n    repository: postgres\n    pull_policy: sometimes\ntargets:\n  t: {image_key: db}\n");

        Assert.Equal(("images.db.pull_policy", 4), (problem.Path, problem.Line));
    }

    [Theory]
    [InlineData("database")]
    [InlineData("service")]
    public void Preset_fills_the_gaps(string preset)
    {
        var target = Deploy.Target($"name: app\npreset: {preset}\nimage: \"postgres:18\"");

        Assert.Equal(("replace", "static", true), (target.DeploymentStrategy, target.NamingStrategy, target.Protected));
        Assert.Equal(("none", "if_missing"), (target.Image!.History!.Strategy, target.Image.PullPolicy));
    }

    [Fact]
    public void Preset_leaves_what_is_said()
    {
        var target = Deploy.Target("name: app\npreset: database\nprotected: false\nnaming_strategy: dynamic\nimage: {repository: postgres, pull_policy: never, history: {count: 2}}");

        Assert.Equal((false, "dynamic"), (target.Protected, target.NamingStrategy));
        Assert.Equal(("local", 2, "never"), (target.Image!.History!.Strategy, target.Image.History.Count, target.Image.PullPolicy));
    }

    [Fact]
    public void Preset_applies_to_a_named_image() =>
        Assert.Equal("none", Deploy.Target("images: {db: \"postgres:18\"}\ntargets: {t: {preset: database, image_key: db}}").Image!.History!.Strategy);

    [Theory]
    [InlineData("deployment_strategy: rolling", "deployment_strategy")]
    [InlineData("replicas: 2", "replicas")]
    public void Preset_with_a_setting_it_excludes_is_a_conflict(string line, string path)
    {
        var problem = Deploy.Problem($"name: app\npreset: service\n{line}");

        Assert.Equal((ProblemCode.Conflict, path), (problem.Code, problem.Path));
    }
}
