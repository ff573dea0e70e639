using Haloy.Config.Problems;
using Haloy.Config.Validation;
using Haloy.Contracts.Api;

namespace Haloy.Config.Tests.Validation;

public sealed class ImageRulesTests
{
    private static readonly RegistryConfig Login = new() { Username = new ValueSource { Value = "u" }, Password = new ValueSource { Value = "p" } };

    private static IReadOnlyList<ConfigProblem> Problems(ImageConfig image)
    {
        var findings = new Findings();
        ImageRules.Check(image, "app", findings);
        return findings.Problems;
    }

    private static void Accepts(ImageConfig image) => Assert.Empty(Problems(image));

    private static void Rejects(ImageConfig image, string path, ProblemCode code = ProblemCode.Value)
    {
        var problem = Assert.Single(Problems(image));
        Assert.Equal((code, path), (problem.Code, problem.Path));
    }

    [Fact]
    public void Reference_parts_contain_no_blanks()
    {
        Accepts(new ImageConfig { Repository = " localhost:5000/app ", Tag = "v1" });
        Rejects(new ImageConfig { Repository = "my app" }, "image.repository");
        Rejects(new ImageConfig { Repository = "app", Tag = "v 1" }, "image.tag");
        Rejects(new ImageConfig { Repository = " " }, "image.repository", ProblemCode.Missing);
        Rejects(new ImageConfig { Repository = "app", Registry = Login with { Server = "ghcr .io" } }, "image.registry.server");
    }

    [Fact]
    public void Two_tags_are_a_conflict()
    {
        Rejects(new ImageConfig { Repository = "app:v1", Tag = "v2" }, "image.tag", ProblemCode.Conflict);
        Accepts(new ImageConfig { Repository = "host:5000/app", Tag = "v2" });
    }

    [Theory]
    [InlineData("always", true)]
    [InlineData("if_missing", true)]
    [InlineData("never", true)]
    [InlineData("", true)]
    [InlineData("sometimes", false)]
    public void Pull_policy_is_one_of_three(string policy, bool valid)
    {
        var image = new ImageConfig { Repository = "app", PullPolicy = policy };
        if (valid)
            Accepts(image);
        else
            Rejects(image, "image.pull_policy");
    }

    [Fact]
    public void History_needs_what_its_strategy_needs()
    {
        static ImageConfig With(ImageHistory history, string tag = "v1.2.3") => new() { Repository = "app", Tag = tag, History = history };

        Accepts(With(new ImageHistory { Strategy = "local", Count = 1 }));
        Accepts(With(new ImageHistory { Strategy = "none" }));
        Accepts(With(new ImageHistory { Strategy = "", Count = 2 }));
        Accepts(With(new ImageHistory { Strategy = "registry", Count = 3, Pattern = "v*" }));
        Rejects(With(new ImageHistory { Strategy = "remote", Count = 1 }), "image.history.strategy");
        Rejects(With(new ImageHistory { Strategy = "registry", Pattern = "v*" }), "image.history.count", ProblemCode.Missing);
        Rejects(With(new ImageHistory { Strategy = "local", Count = 0 }), "image.history.count");
        Rejects(With(new ImageHistory { Strategy = "local", Count = -1 }), "image.history.count");
        Rejects(With(new ImageHistory { Strategy = "registry", Count = 3 }), "image.history.pattern", ProblemCode.Missing);
        Rejects(With(new ImageHistory { Strategy = "registry", Count = 3, Pattern = " " }), "image.history.pattern", ProblemCode.Missing);
        Rejects(With(new ImageHistory { Strategy = "registry", Count = 3, Pattern = "v*" }, "main"), "image.tag", ProblemCode.Conflict);
        Rejects(With(new ImageHistory { Strategy = "registry", Count = 3, Pattern = "v*" }, ""), "image.tag", ProblemCode.Conflict);
    }

    [Fact]
    public void Registry_login_needs_both_parts()
    {
        Accepts(new ImageConfig { Repository = "app", Registry = Login });
        Rejects(new ImageConfig { Repository = "app", Registry = Login with { Password = null } }, "image.registry.password", ProblemCode.Missing);
    }

    [Fact]
    public void Push_and_login_must_fit_when_building()
    {
        static ImageConfig With(string? push, RegistryConfig? registry) => new() { Repository = "app", Registry = registry, BuildConfig = new BuildConfig { Push = push } };

        Accepts(With(null, null));
        Accepts(With("server", null));
        Accepts(With("registry", Login));
        Accepts(With("", Login));
        Rejects(With("registry", null), "image.registry", ProblemCode.Missing);
        Rejects(With("server", Login), "image.build_config.push", ProblemCode.Conflict);
        Rejects(With("elsewhere", null), "image.build_config.push");
        Accepts(With("server", Login) with { Build = false });
    }

    [Fact]
    public void Build_arguments_are_named_and_may_pass_a_variable_through()
    {
        static ImageConfig With(BuildArg arg) => new() { Repository = "app", BuildConfig = new BuildConfig { Args = [arg] } };

        Accepts(With(new BuildArg { Name = "A" }));
        Accepts(With(new BuildArg { Name = "A", Value = "b c" }));
        Rejects(With(new BuildArg { Value = "b" }), "image.build_config.args[0].name", ProblemCode.Missing);
        Rejects(With(new BuildArg { Name = "A", Value = "b", From = new ValueReference { Env = "C" } }), "image.build_config.args[0]", ProblemCode.Conflict);
    }

    [Fact]
    public void Build_paths_contain_no_blanks()
    {
        static ImageConfig With(BuildConfig build) => new() { Repository = "app", BuildConfig = build };

        Rejects(With(new BuildConfig { Context = "a b" }), "image.build_config.context");
        Rejects(With(new BuildConfig { Dockerfile = "a b" }), "image.build_config.dockerfile");
        Rejects(With(new BuildConfig { Platform = "linux /amd64" }), "image.build_config.platform");
    }
}
