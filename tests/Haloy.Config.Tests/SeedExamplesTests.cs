using Haloy.Config.Problems;
using Haloy.Config.Targets;

namespace Haloy.Config.Tests;

/// <summary>The examples of the project's original documentation load and resolve as it says, their obvious typos corrected.</summary>
public sealed class SeedExamplesTests
{
    [Fact]
    public void Basic_multi_target_overrides_the_tag_alone()
    {
        var targets = Deploy.Targets("""
            # Base configuration inherited by all targets
            image:
              repository: "ghcr.io/your-username/my-app"
              tag: "latest"
            acme_email: "you@email.com"

            targets:
              production:
                server: production.haloy.com
                image:
                  tag: "v1.2.3" # Override with stable release
                domains:
                  - domain: "my-app.com"
                replicas: 3
              staging:
                server: staging.haloy.com
                image:
                  tag: "main" # Use latest main branch
                domains:
                  - domain: "staging.my-app.com"
                replicas: 1
            """);

        var (production, staging) = (targets["production"].Config, targets["staging"].Config);
        Assert.Equal(("production", "ghcr.io/your-username/my-app:v1.2.3", 3), (production.Name, production.Image!.Reference(), production.Replicas));
        Assert.Equal(("staging", "ghcr.io/your-username/my-app:main", 1), (staging.Name, staging.Image!.Reference(), staging.Replicas));
        Assert.Equal("you@email.com", staging.AcmeEmail);
    }

    [Fact]
    public void Inheritance_keeps_base_values_and_merges_env()
    {
        var targets = Deploy.Targets("""
            name: "my-app"
            image:
              repository: "ghcr.io/my-org/my-app"
              tag: "latest"
            replicas: 2
            port: "8080"
            env:
              - name: "LOG_LEVEL"
                value: "info"
            targets:
              production:
                server: "prod.haloy.com"
                image:
                  tag: "v1.2.3"
                domains:
                  - domain: "my-app.com"
                env:
                  - name: "NODE_ENV"
                    value: "production"
                  - name: "LOG_LEVEL"
                    value: "warn"  # Overrides base LOG_LEVEL
              staging:
                server: "staging.haloy.com"
                replicas: 1
                domains:
                  - domain: "staging.my-app.com"
            """);

        var (production, staging) = (targets["production"].Config, targets["staging"].Config);
        Assert.Equal((2, "8080"), (production.Replicas, production.Port));
        Assert.Equal(["LOG_LEVEL=warn", "NODE_ENV=production"], production.Env!.Select(e => $"{e.Name}={e.Value}"));
        Assert.Equal(("ghcr.io/my-org/my-app:latest", 1), (staging.Image!.Reference(), staging.Replicas));
        Assert.Equal(["LOG_LEVEL=info"], staging.Env!.Select(e => $"{e.Name}={e.Value}"));
    }

    private const string MultiEnvironment = """
        image:
          repository: "ghcr.io/my-org/my-app"
          tag: "latest"
        replicas: 1
        port: "8080"
        acme_email: "devops@my-app.com"

        global_pre_deploy:
          - "echo 'Starting deployment pipeline'"
          - "npm run build"
        global_post_deploy:
          - "echo 'All deployments completed'"
          - "curl -X POST https://status.io/webhook"
        targets:
          production:
            server: prod.haloy.com
            image:
              tag: "v1.2.3"
            domains:
              - domain: "my-app.com"
            aliases:
              - "www.my-app.com"
            replicas: 3
            env:
              - name: "NODE_ENV"
                value: "production"
              - name: "DATABASE_URL"
                from:
                  secret: "onepassword:prod-db.url"
            pre_deploy:
              - "npm run migrate:production"
            post_deploy:
              - "echo 'Production deployed'"
          staging:
            server: staging.haloy.com
            image:
              tag: "main"
            domains:
              - domain: "staging.my-app.com"
            replicas: 2
            env:
              - name: "NODE_ENV"
                value: "staging"
              - name: "DATABASE_URL"
                from:
                  env: "STAGING_DATABASE_URL"
            pre_deploy:
              - "npm run migrate:staging"
          development:
            server: dev.haloy.com
            image:
              tag: "develop"
            domains:
              - domain: "dev.my-app.com"
            replicas: 1
            env:
              - name: "DEBUG"
                value: "true"
              - name: "DATABASE_URL"
                from:
                  env: "DEV_DATABASE_URL"
        """;

    [Fact]
    public void Multi_environment_resolves_the_targets_without_secrets()
    {
        var file = Deploy.Read(MultiEnvironment);

        var resolved = TargetResolver.Resolve(file, TargetSelection.Named(["staging", "development"]), name => $"<{name}>").Value!;

        Assert.Equal(["npm run migrate:staging"], resolved[0].Config.PreDeploy!);
        Assert.Equal("<STAGING_DATABASE_URL>", resolved[0].Config.Env![1].Value);
        Assert.Equal("true", resolved[1].Config.Env![0].Value);
        Assert.Equal(["echo 'Starting deployment pipeline'", "npm run build"], file.Config.GlobalPreDeploy!);
        Assert.Equal(["www.my-app.com"], Assert.Single(file.Config.Targets!["production"].Domains!).Aliases!);
    }

    [Fact]
    public void Multi_environment_with_a_secret_asks_for_its_provider()
    {
        var problem = Assert.Single(TargetResolver.Resolve(Deploy.Read(MultiEnvironment), TargetSelection.Named(["production"]), _ => null).Problems);

        Assert.Equal((ProblemCode.Secret, "targets.production.env[1].from.secret"), (problem.Code, problem.Path));
        Assert.Contains("'secret_providers'", problem.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Builder_overridden_by_push_alone_keeps_the_rest()
    {
        var targets = Deploy.Targets("""
            name: "my-app"
            image:
              repository: "my-app"
              tag: "latest"
              builder:
                context: "."
                dockerfile: "Dockerfile-version2"
            global_pre_deploy:
              - "npm run test"
            targets:
              production:
                server: prod.haloy.com
                image:
                  builder:
                    push: "server" # Upload to production server
              staging:
                server: staging.haloy.com
                image:
                  builder:
                    push: "server" # Upload to staging server
            """);

        foreach (var target in targets.Values)
        {
            var image = target.Config.Image!;
            Assert.Equal(("my-app:latest", true, "server"), (image.Reference(), image.ShouldBuild(), image.PushTarget()));
            Assert.Equal((".", "Dockerfile-version2"), (image.BuildConfig!.Context, image.BuildConfig.Dockerfile));
        }
    }

    [Fact]
    public void Target_outside_targets_is_an_unknown_key()
    {
        var problem = Assert.Single(Deploy.Load("targets:\n  production:\n    server: prod.haloy.com\n\nstaging:\n  server: staging.haloy.com\n").Problems);

        Assert.Equal((ProblemCode.UnknownKey, "staging", 5), (problem.Code, problem.Path, problem.Line));
    }

    [Theory]
    [InlineData("targets:\n  us:\n    domains: - domain: \"us-api.my-app.com\"\n")]
    [InlineData("targets:\n  us:\n    pre_deploy: - \"npm run migrate:staging\"\n")]
    public void List_on_the_line_of_its_key_is_a_syntax_error(string yaml) =>
        Assert.Equal(ProblemCode.Syntax, Assert.Single(Deploy.Load(yaml).Problems).Code);

    [Fact]
    public void Geographic_targets_share_the_image_given_as_text()
    {
        var targets = Deploy.Targets("""
            name: "global-api"
            image: "my-org/api:v2.0.0"
            targets:
              us-east:
                server: us-east.haloy.com
                replicas: 5
                domains:
                  - domain: "us.api.example.com"
                env:
                  - name: "REGION"
                    value: "us-east-1"
              eu-west:
                server: eu-west.haloy.com
                replicas: 5
                domains:
                  - domain: "eu.api.example.com"
                env:
                  - name: "REGION"
                    value: "eu-west-1"
            """);

        Assert.All(targets.Values, t => Assert.Equal(("my-org/api:v2.0.0", false), (t.Config.Image!.Reference(), t.Config.Image.ShouldBuild())));
        Assert.Equal("eu-west-1", targets["eu-west"].Config.Env![0].Value);
    }

    [Fact]
    public void Target_hooks_belong_to_their_target()
    {
        var targets = Deploy.Targets("""
            targets:
              production:
                server: prod.haloy.com
                pre_deploy:
                  - "npm run migrate:production"
                  - "npm run cache:clear:production"
                post_deploy:
                  - "curl https://my-app.com/api/health"
                  - "echo 'Production health check passed'"
              staging:
                server: staging.haloy.com
                pre_deploy:
                  - "npm run migrate:staging"
            """);

        Assert.Equal(2, targets["production"].Config.PostDeploy!.Count);
        Assert.Null(targets["staging"].Config.PostDeploy);
    }

    [Theory]
    [InlineData("name: \"my-scalable-app\"\nimage: \"my-org/my-app:1.2.0\"\nreplicas: 3 # Run 3 instances\ndomains:\n  - domain: \"api.example.com\"", 3)]
    [InlineData("name: \"critical-app\"\nreplicas: 3\ndeployment_strategy: \"rolling\"\nhealth_check_path: \"/health\"\nimage: \"my-org/critical-app:v2.0.0\"\ndomains:\n- domain: \"critical-app.com\"", 3)]
    [InlineData("name: \"my-app\"\nreplicas: 5\nhealth_check_path: \"/health\"\nmin_ready_seconds: 10\nport: \"8080\"", 5)]
    [InlineData("name: \"my-app\"\nreplicas: 5\ndeployment_strategy: \"replace\"", 5)]
    [InlineData("name: \"stateless-api\"\nreplicas: 10\nenv:\n- name: \"REDIS_URL\"\n  value: \"redis://redis-server:6379\"\n- name: \"S3_BUCKET\"\n  value: \"my-app-uploads\"", 10)]
    public void Scaling_examples_resolve(string yaml, int replicas) => Assert.Equal(replicas, Deploy.Target(yaml).Replicas);

    [Fact]
    public void Replicas_per_environment_override_the_base()
    {
        var targets = Deploy.Targets("""
            name: "my-app"
            replicas: 1 # Default
            targets:
              production:
                server: prod.haloy.com
                replicas: 10 # High capacity
              staging:
                server: staging.haloy.com
                replicas: 2
              development:
                server: dev.haloy.com
            """);

        Assert.Equal([10, 2, 1], targets.Values.Select(t => t.Config.Replicas ?? 0));
    }
}
