namespace Haloy.Architecture.Tests;

public sealed class DependencyRulesTests : IDisposable
{
    private readonly SampleTree _sample = new();

    public void Dispose() => _sample.Dispose();

    [Theory]
    [InlineData("Cli", "Server")]
    [InlineData("Server", "Cli")]
    [InlineData("Proxy", "Docker")]
    [InlineData("Proxy", "Acme")]
    [InlineData("Docker", "Contracts")]
    [InlineData("Core", "Contracts")]
    [InlineData("ProxyHost", "Docker")]
    [InlineData("Newcomer", "Core")]
    public void Forbidden_edge_is_found_by_reference_and_by_using(string from, string to)
    {
        _sample.With($"src/Haloy.{from}/Haloy.{from}.csproj", $"""<ProjectReference Include="../Haloy.{to}/Haloy.{to}.csproj" />""")
            .With($"src/Haloy.{from}/Room/A.cs", $"using Haloy.{to}.Things;\n");

        Assert.Equal(2, DependencyRules.BetweenProjects(_sample.Tree).Count(found => found.EndsWith($"{from} must not use {to}", StringComparison.Ordinal)));
    }

    [Theory]
    [InlineData("using Haloy.Server;")]
    [InlineData("global using Haloy.Server.Api;")]
    [InlineData("using static Haloy.Server.Api.Things;")]
    [InlineData("    using Thing = global::Haloy.Server.Api.Thing;")]
    public void Every_kind_of_using_counts(string line)
    {
        _sample.With("src/Haloy.Cli/A.cs", line);

        Assert.Single(DependencyRules.BetweenProjects(_sample.Tree));
    }

    [Fact]
    public void Allowed_edges_own_namespaces_and_build_output_are_passed_over()
    {
        _sample.With("src/Haloy.Cli/A.cs", "using Haloy.Core;\nusing Haloy.Cli.Terminal;\nusing System.Net;\n")
            .With("src/Haloy.Cli/obj/Debug/B.cs", "using Haloy.Server;\n");

        Assert.Empty(DependencyRules.BetweenProjects(_sample.Tree));
    }

    [Fact]
    public void Database_in_the_proxy_is_found()
    {
        _sample.With("src/Haloy.Proxy/Haloy.Proxy.csproj", """<PackageReference Include="Microsoft.Data.Sqlite" />""")
            .With("src/Haloy.Server/Haloy.Server.csproj", """<PackageReference Include="Microsoft.Data.Sqlite" />""");

        Assert.StartsWith("src/Haloy.Proxy/", Assert.Single(DependencyRules.Packages(_sample.Tree)));
    }

    [Theory]
    [InlineData("Deployments", "Haloy.Server.Api", true)]
    [InlineData("Health", "Haloy.Server.Api.Handlers", true)]
    [InlineData("Api", "Haloy.Server.Api.Handlers", false)]
    [InlineData("Hosting", "Haloy.Server.Api", false)]
    [InlineData("Deployments", "Haloy.Server.ApiTokens", false)]
    [InlineData("Deployments", "Haloy.Contracts.ProxyControl", true)]
    [InlineData("ProxySync", "Haloy.Contracts.ProxyControl", false)]
    [InlineData("Hosting", "Haloy.Contracts.ProxyControl", false)]
    [InlineData("Discovery", "Haloy.Server.ProxySync", true)]
    [InlineData("Discovery", "Haloy.Server.Certificates", true)]
    [InlineData("Discovery", "Haloy.Docker.Containers", false)]
    public void Rooms_of_the_server_are_kept_apart(string room, string used, bool forbidden)
    {
        _sample.With($"src/Haloy.Server/{room}/Deep/A.cs", $"using {used};\n");

        Assert.Equal(forbidden, DependencyRules.InsideServer(_sample.Tree).Any());
    }
}
