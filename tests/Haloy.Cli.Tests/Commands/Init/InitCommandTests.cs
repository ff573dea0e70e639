using System.Text.Json;
using Haloy.Cli.Tests.Support;
using Haloy.Config;
using Haloy.Config.Problems;
using Haloy.Config.Targets;
using Haloy.Testing;

namespace Haloy.Cli.Tests.Commands.Init;

public sealed class InitCommandTests : IDisposable
{
    private readonly CliHarness _cli = new();

    public void Dispose() => _cli.Dispose();

    /// <summary>Each kind of app with the framework, name, port and health path that are read off its files.</summary>
    public static TheoryData<string, string, string, int, string?> Apps => new()
    {
        { "Next.js", """package.json={"name":"@me/shop","dependencies":{"next":"16"}}|app/api/health/route.ts=export""", "shop", 3000, "/api/health" },
        { "Next.js", """package.json={"name":"shop","scripts":{"start":"next start -p 4000"},"dependencies":{"next":"16"}}|src/pages/api/healthz.ts=export""", "shop", 4000, "/api/healthz" },
        { "Express", """package.json={"dependencies":{"express":"5"}}|server.js=app.get('/healthz', ok)""", "work", 3000, "/healthz" },
        { "Remix", """package.json={"dependencies":{"@remix-run/node":"2"},"devDependencies":{"vite":"7"}}|app/routes/healthcheck.tsx=export""", "work", 3000, "/healthcheck" },
        { "React Router", """package.json={"dependencies":{"@react-router/node":"7"}}""", "work", 3000, null },
        { "Nuxt", """package.json={"dependencies":{"nuxt":"4"}}|server/api/health.get.ts=export""", "work", 3000, "/api/health" },
        { "TanStack Start", """package.json={"dependencies":{"@tanstack/react-start":"1"}}""", "work", 3000, null },
        { "SvelteKit", """package.json={"devDependencies":{"@sveltejs/adapter-node":"5","vite":"7"}}|src/routes/health/+server.ts=export""", "work", 3000, "/health" },
        { "Vite (static)", """package.json={"name":"site","devDependencies":{"vite":"7",},}""", "site", 80, null },
        { "Node.js", """package.json={"scripts":{"start":"PORT=5000 node ."}}""", "work", 5000, null },
        { "Rails", """Gemfile=gem "rails", "~> 8.0"|package.json={"devDependencies":{"vite":"7"}}|config/routes.rb=get "up" => "rails/health#show" """, "work", 3000, "/up" },
        { "Sinatra", "Gemfile=gem 'sinatra'", "work", 4567, null },
        { "Django", """requirements.txt=Django>=5.2|shop/urls.py=path("health/", health)""", "work", 8000, "/health/" },
        { "FastAPI", """pyproject.toml=[project]\nname = "api" # ours\ndependencies = ["fastapi[standard]>=0.120"]|main.py=@app.get("/healthz")""", "api", 8000, "/healthz" },
        { "Flask", "requirements.txt=# web\nflask==3.1", "work", 5000, null },
        { "Python", "requirements.txt=# flask\nflask-cors-tools", "work", 8000, null },
        { "Go", """go.mod=module example.com/me/shop/v2\n\ngo 1.25|main.go=mux.HandleFunc("/healthz", ok)""", "shop", 8080, "/healthz" },
        { "Rust", """Cargo.toml=[workspace]\nname = "no"\n[package]\nname = "shop-api"\n""", "shop-api", 8080, null },
        { "Laravel", """composer.json={"name":"laravel/laravel","require":{"laravel/framework":"^12"}}|bootstrap/app.php=health: '/up',""", "work", 8000, "/up" },
        { "PHP", "composer.json={}", "work", 80, null },
        { "ASP.NET Core", """src/Shop.Web/Shop.Web.csproj=<Project Sdk="Microsoft.NET.Sdk.Web">|src/Shop.Web/Program.cs=app.MapHealthChecks("/healthz");""", "shop-web", 8080, "/healthz" },
        { "Phoenix", "mix.exs={:phoenix, \"~> 1.8\"}", "work", 4000, null },
        { "Spring Boot", "pom.xml=<groupId>org.springframework.boot</groupId>", "work", 8080, null },
        { "Static site", "index.html=<h1>hello</h1>", "work", 80, null },
        { "", "README.md=nothing to go by", "work", 8080, null },
        { "", "package.json=[broken|node_modules/x/index.js='/health'", "work", 8080, null },
    };

    [Theory]
    [MemberData(nameof(Apps))]
    public async Task File_fits_the_app_and_is_valid(string framework, string files, string name, int port, string? health)
    {
        WriteAll(files);
        _cli.Write("Dockerfile", "FROM scratch\n");

        var result = await _cli.RunAsync("init", "--json");

        Assert.True(result.ExitCode == 0, result.ToString());
        var output = JsonDocument.Parse(result.Output).RootElement;
        Assert.Equal(framework, output.TryGetProperty("framework", out var found) ? found.GetString() : "");
        var target = Resolve();
        Assert.Equal((name, port.ToString(), health ?? "/"), (target.Name, target.Port, target.HealthCheckPath));
        Assert.Equal(0, (await _cli.RunAsync("validate-config")).ExitCode);
    }

    [Fact]
    public async Task Dockerfile_knows_the_port_and_the_health_path_best()
    {
        WriteAll("""package.json={"dependencies":{"next":"16"}}|Dockerfile=FROM node:24\nEXPOSE 4321\nHEALTHCHECK CMD curl -f http://localhost:4321/ok""");

        var result = await _cli.RunAsync("init");

        Assert.Equal(("4321", "/ok"), (Resolve().Port, Resolve().HealthCheckPath));
        Assert.Contains("● This looks like Next.js (package.json)\n● It listens on port 4321: EXPOSE in Dockerfile\n", result.Output, StringComparison.Ordinal);
        Assert.Empty(result.Error);
    }

    [Fact]
    public async Task Dockerfile_elsewhere_is_named_in_the_file()
    {
        WriteAll("docker/Dockerfile=FROM nginx");

        await _cli.RunAsync("init");

        Assert.Equal("docker/Dockerfile", Resolve().Image!.BuildConfig!.Dockerfile);
        Assert.Equal(0, (await _cli.RunAsync("validate-config")).ExitCode);
    }

    [Fact]
    public async Task Missing_dockerfile_is_said_with_what_to_do()
    {
        WriteAll("go.mod=module shop");

        var result = await _cli.RunAsync("init");

        Assert.Equal(0, result.ExitCode);
        Assert.Contains("There is no Dockerfile", result.Error, StringComparison.Ordinal);
        Assert.Contains("0.0.0.0:8080", result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Flags_are_written_as_given()
    {
        var result = await _cli.RunAsync("init", "--name", "null", "--server", "10.0.0.7:9922", "--domain", "shop.example.org");

        Assert.True(result.ExitCode == 0, result.ToString());
        var target = Resolve();
        Assert.Equal(("null", "10.0.0.7:9922", "shop.example.org"), (target.Name, target.Server, target.Domains![0].Domain));
    }

    [Theory]
    [InlineData("--name", "my app")]
    [InlineData("--name", "")]
    [InlineData("--domain", "nowhere")]
    [InlineData("--server", "a b")]
    [InlineData("--server", "a.com:99999")]
    public async Task Flag_that_would_make_an_invalid_file_is_refused(string flag, string value)
    {
        var result = await _cli.RunAsync("init", flag, value);

        Assert.Equal(1, result.ExitCode);
        Assert.StartsWith("✖ ", result.Error, StringComparison.Ordinal);
        Assert.False(File.Exists(Path.Combine(_cli.WorkDirectory, "haloy.yaml")));
    }

    [Theory]
    [InlineData("haloy.yaml")]
    [InlineData("haloy.yml")]
    [InlineData("haloy.json")]
    [InlineData("haloy.toml")]
    public async Task Deploy_file_that_is_there_stays_as_it_is(string existing)
    {
        _cli.Write(existing, "mine");

        var result = await _cli.RunAsync("init");

        Assert.Equal(1, result.ExitCode);
        Assert.Contains($"{existing} is in this folder already", result.Error, StringComparison.Ordinal);
        Assert.Equal([existing], Directory.EnumerateFiles(_cli.WorkDirectory).Select(Path.GetFileName));
        Assert.Equal("mine", File.ReadAllText(Path.Combine(_cli.WorkDirectory, existing)));
    }

    [Fact]
    public async Task Link_to_nowhere_is_not_followed()
    {
        var outside = Path.Combine(_cli.WorkDirectory, "..", "outside.yaml");
        File.CreateSymbolicLink(Path.Combine(_cli.WorkDirectory, "haloy.yaml"), outside);

        Assert.Equal(1, (await _cli.RunAsync("init")).ExitCode);
        Assert.False(File.Exists(outside));
    }

    [Fact]
    public async Task Dry_run_prints_the_file_and_writes_nothing()
    {
        WriteAll("go.mod=module shop");

        var result = await _cli.RunAsync("init", "--dry-run");

        Assert.Contains("\nname: shop\n", result.Output, StringComparison.Ordinal);
        Assert.False(File.Exists(Path.Combine(_cli.WorkDirectory, "haloy.yaml")));
    }

    private void WriteAll(string files)
    {
        foreach (var file in files.Split('|'))
        {
            var parts = file.Split('=', 2);
            _cli.Write(parts[0], parts[1].Replace("\\n", "\n", StringComparison.Ordinal));
        }
    }

    private Contracts.Api.TargetConfig Resolve()
    {
        var file = DeployFileLoader.Load(null, _cli.WorkDirectory);
        Assert.True(file.Succeeded, ConfigProblemFormatter.Format(file.Problems));
        var resolved = TargetResolver.Resolve(file.Value, TargetSelection.Default, _ => null);
        Assert.True(resolved.Succeeded, ConfigProblemFormatter.Format(resolved.Problems));
        return Assert.Single(resolved.Value).Config;
    }

    [Theory(Timeout = 60_000)]
    [InlineData("pipe")]
    [InlineData("device")]
    public async Task Dockerfile_that_is_no_file_is_not_read(string kind)
    {
        OddFile.Create(kind, Path.Combine(_cli.WorkDirectory, "Dockerfile"));

        var result = await Task.Run(() => _cli.RunAsync("init"), TestContext.Current.CancellationToken);

        Assert.True(result.ExitCode == 0, result.ToString());
    }
}
