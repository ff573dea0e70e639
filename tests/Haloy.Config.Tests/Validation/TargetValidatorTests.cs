using Haloy.Config.Problems;
using Haloy.Config.Validation;
using Haloy.Contracts.Api;

namespace Haloy.Config.Tests.Validation;

/// <summary>The rules as the daemon applies them: on a target that came over the wire. Deploy files go through the same.</summary>
public sealed class TargetValidatorTests
{
    private static readonly TargetConfig Valid = TargetDefaults.Apply(new TargetConfig { Name = "app", Server = "a.com", Image = new ImageConfig { Repository = "nginx" } });

    private static void Accepts(TargetConfig target) => Assert.Empty(TargetValidator.Validate(target));

    private static void Rejects(TargetConfig target, string path, ProblemCode code = ProblemCode.Value)
    {
        var problem = Assert.Single(TargetValidator.Validate(target));
        Assert.Equal((code, path, ""), (problem.Code, problem.Path, problem.File));
    }

    [Fact]
    public void Minimal_target_is_accepted() => Accepts(Valid);

    [Fact]
    public void Everything_wrong_is_reported_at_once() =>
        Assert.Equal(4, TargetValidator.Validate(Valid with { Name = "a b", Replicas = 0, Port = "x", HealthCheckPath = "health" }).Count);

    [Theory]
    [InlineData("myapp")]
    [InlineData("my-app")]
    [InlineData("my_app")]
    [InlineData("app123")]
    [InlineData("1app")]
    public void Name_of_letters_digits_and_dashes_is_accepted(string name) => Accepts(Valid with { Name = name });

    [Theory]
    [InlineData("my app")]
    [InlineData("my.app")]
    [InlineData("my@app")]
    [InlineData("my/app")]
    [InlineData("_app")]
    [InlineData("-app")]
    [InlineData(".app")]
    [InlineData("äpp")]
    public void Name_with_anything_else_is_rejected(string name) => Rejects(Valid with { Name = name }, "name");

    [Fact]
    public void Name_and_server_are_required()
    {
        Rejects(Valid with { Name = "" }, "name", ProblemCode.Missing);
        Rejects(Valid with { Server = null }, "server", ProblemCode.Missing);
    }

    [Theory]
    [InlineData("http://x y")]
    [InlineData("user:pw@x")]
    [InlineData("a/b/c")]
    [InlineData("x:99999")]
    public void Server_that_is_no_address_is_rejected(string server) => Rejects(Valid with { Server = server }, "server");

    [Theory]
    [InlineData("host")]
    [InlineData("localhost")]
    [InlineData("https://haloy.example.com:8443")]
    [InlineData("10.0.0.5:9443")]
    [InlineData("::1")]
    public void Server_that_is_an_address_is_accepted(string server) => Accepts(Valid with { Server = server });

    [Theory]
    [InlineData("example.com")]
    [InlineData("sub.example.co.uk")]
    [InlineData("example-domain.com")]
    [InlineData("localhost")]
    [InlineData("*.example.com")]
    public void Routable_domain_is_accepted(string host) => Accepts(Valid with { Domains = [new DomainConfig { Domain = host }] });

    [Theory]
    [InlineData("example.c")]
    [InlineData("example")]
    [InlineData("-example.com")]
    [InlineData("exa mple.com")]
    [InlineData("")]
    [InlineData("*.com")]
    [InlineData("https://example.com")]
    public void Unroutable_domain_or_alias_is_rejected_where_it_is(string host)
    {
        Rejects(Valid with { Domains = [new DomainConfig { Domain = host }] }, "domains[0].domain");
        Rejects(Valid with { Domains = [new DomainConfig { Domain = "a.com", Aliases = ["b.com", host] }] }, "domains[0].aliases[1]");
    }

    [Fact]
    public void Wildcard_has_no_aliases() =>
        Rejects(Valid with { Domains = [new DomainConfig { Domain = "*.example.com", Aliases = ["example.com"] }] }, "domains[0].aliases", ProblemCode.Conflict);

    [Fact]
    public void Domain_is_required_and_may_be_given_once()
    {
        Rejects(Valid with { Domains = [new DomainConfig()] }, "domains[0].domain", ProblemCode.Missing);
        Rejects(Valid with { Domains = [new DomainConfig { Domain = "a.com", Aliases = ["A.com"] }] }, "domains[0].aliases[0]", ProblemCode.Conflict);
    }

    [Theory]
    [InlineData("1", true)]
    [InlineData("65535", true)]
    [InlineData("0", false)]
    [InlineData("65536", false)]
    [InlineData("-1", false)]
    [InlineData("http", false)]
    public void Port_is_1_to_65535(string port, bool valid) => Check(Valid with { Port = port }, "port", valid);

    [Theory]
    [InlineData(0, true)]
    [InlineData(600, true)]
    [InlineData(-1, false)]
    [InlineData(601, false)]
    public void Min_ready_is_0_to_600(int seconds, bool valid) => Check(Valid with { MinReadySeconds = seconds }, "min_ready_seconds", valid);

    [Theory]
    [InlineData(1, true)]
    [InlineData(0, false)]
    public void Replicas_are_at_least_one(int replicas, bool valid) => Check(Valid with { Replicas = replicas }, "replicas", valid);

    [Theory]
    [InlineData(1, true)]
    [InlineData(3600, true)]
    [InlineData(0, false)]
    [InlineData(3601, false)]
    public void Start_timeout_is_a_second_to_an_hour(int seconds, bool valid) => Check(Valid with { StartTimeoutSeconds = seconds }, "start_timeout", valid);

    [Theory]
    [InlineData(0, true)]
    [InlineData(-1, false)]
    [InlineData(3601, false)]
    public void Drain_and_stop_timeouts_may_be_zero(int seconds, bool valid)
    {
        Check(Valid with { DrainTimeoutSeconds = seconds }, "drain_timeout", valid);
        Check(Valid with { StopTimeoutSeconds = seconds }, "stop_timeout", valid);
    }

    [Theory]
    [InlineData("/", true)]
    [InlineData("/health?deep=1", true)]
    [InlineData("health", false)]
    [InlineData("/a b", false)]
    public void Health_path_begins_with_a_slash(string path, bool valid) => Check(Valid with { HealthCheckPath = path }, "health_check_path", valid);

    [Fact]
    public void Words_are_checked()
    {
        Rejects(Valid with { Preset = "default" }, "preset");
        Rejects(Valid with { DeploymentStrategy = "blue-green" }, "deployment_strategy");
        Rejects(Valid with { NamingStrategy = "fixed" }, "naming_strategy");
        Rejects(Valid with { Tls = "on" }, "tls");
        foreach (var word in new[] { "auto", "internal", "off" })
            Accepts(Valid with { Tls = word });
    }

    [Fact]
    public void Near_miss_of_a_word_is_suggested() =>
        Assert.Equal("Did you mean 'rolling'?", Assert.Single(TargetValidator.Validate(Valid with { DeploymentStrategy = "roling" })).Hint);

    [Fact]
    public void Static_naming_needs_replace_and_one_replica()
    {
        Accepts(Valid with { NamingStrategy = "static", DeploymentStrategy = "replace" });
        Rejects(Valid with { NamingStrategy = "static" }, "deployment_strategy", ProblemCode.Conflict);
        Rejects(Valid with { NamingStrategy = "static", DeploymentStrategy = "replace", Replicas = 2 }, "replicas", ProblemCode.Conflict);
    }

    [Theory]
    [InlineData("you@email.com", true)]
    [InlineData("you", false)]
    [InlineData("@email.com", false)]
    [InlineData("a@b@email.com", false)]
    [InlineData("a b@email.com", false)]
    [InlineData("you@", false)]
    public void Acme_email_is_an_address(string email, bool valid) => Check(Valid with { AcmeEmail = email }, "acme_email", valid);

    [Theory]
    [InlineData("app-data:/pb/pb_data:ro")]
    [InlineData("/srv/app-data:/pb/pb_data")]
    [InlineData("d:/data")]
    [InlineData("d:/data:ro")]
    [InlineData(" data:/data ")]
    [InlineData("data:/data:rw,z")]
    public void Volume_with_source_and_absolute_path_is_accepted(string volume) => Accepts(Valid with { Volumes = [volume] });

    [Theory]
    [InlineData("")]
    [InlineData("/data")]
    [InlineData(":/data")]
    [InlineData("./data:/x")]
    [InlineData("data/sub:/x")]
    [InlineData("app-data:relative")]
    [InlineData(@"C:\data:/x")]
    [InlineData("C:/data:/x")]
    public void Volume_of_another_shape_is_rejected(string volume) => Rejects(Valid with { Volumes = ["ok:/ok", volume] }, "volumes[1]");

    [Fact]
    public void Env_needs_a_name_and_exactly_one_source()
    {
        static TargetConfig With(EnvVar variable) => Valid with { Env = [variable] };

        Accepts(With(new EnvVar { Name = "A", Value = "b" }));
        Accepts(With(new EnvVar { Name = "A", From = new ValueReference { Env = "B" } }));
        Accepts(With(new EnvVar { Name = "A", From = new ValueReference { Secret = "a:b:c" } }));
        Rejects(With(new EnvVar { Value = "b" }), "env[0].name", ProblemCode.Missing);
        Rejects(With(new EnvVar { Name = "A=B", Value = "b" }), "env[0].name");
        Rejects(With(new EnvVar { Name = "A" }), "env[0]", ProblemCode.Missing);
        Rejects(With(new EnvVar { Name = "A", Value = "" }), "env[0]", ProblemCode.Missing);
        Rejects(With(new EnvVar { Name = "A", Value = "b", From = new ValueReference { Env = "B" } }), "env[0]", ProblemCode.Conflict);
        Rejects(With(new EnvVar { Name = "A", From = new ValueReference() }), "env[0].from", ProblemCode.Missing);
        Rejects(With(new EnvVar { Name = "A", From = new ValueReference { Env = "B", Secret = "a:b:c" } }), "env[0].from", ProblemCode.Conflict);
    }

    [Fact]
    public void Hook_commands_are_not_blank() => Rejects(Valid with { PostDeploy = ["true", " "] }, "post_deploy[1]");

    [Fact]
    public void Image_and_image_key_exclude_each_other() => Rejects(Valid with { ImageKey = "web" }, "image_key", ProblemCode.Conflict);

    private static void Check(TargetConfig target, string path, bool valid)
    {
        if (valid)
            Accepts(target);
        else
            Rejects(target, path);
    }
}
