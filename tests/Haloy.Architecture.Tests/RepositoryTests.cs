using Haloy.Testing;

namespace Haloy.Architecture.Tests;

public sealed class RepositoryTests
{
    private static readonly SourceTree Tree = new(Repository.Root);

    [Fact]
    public void Projects_use_only_what_the_table_allows() => Assert.Empty(DependencyRules.BetweenProjects(Tree));

    [Fact]
    public void Proxy_brings_no_database() => Assert.Empty(DependencyRules.Packages(Tree));

    [Fact]
    public void Rooms_of_the_server_use_only_what_they_may() => Assert.Empty(DependencyRules.InsideServer(Tree));

    [Fact]
    public void Files_are_short_enough_to_read() => Assert.Empty(FileRules.TooLong(Tree));

    [Fact]
    public void Log_messages_have_ids_of_their_own() => Assert.Empty(FileRules.EventIds(Tree));

    [Fact]
    public void Documentation_names_what_exists() => Assert.Empty(FileRules.DeadPaths(Tree));

    [Fact]
    public void All_projects_are_read() => Assert.True(Tree.Projects.Count >= 8 && Tree.Sources.Count >= 100);
}
