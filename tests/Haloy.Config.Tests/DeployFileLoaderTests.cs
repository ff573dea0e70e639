using Haloy.Config.Problems;
using Haloy.Testing;

namespace Haloy.Config.Tests;

public sealed class DeployFileLoaderTests : IDisposable
{
    private readonly TempDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    private void Write(string name, string text = "name: app\n")
    {
        Directory.CreateDirectory(Path.GetDirectoryName(_directory.File(name))!);
        File.WriteAllText(_directory.File(name), text);
    }

    [Fact]
    public void Load_without_a_path_prefers_haloy_yaml_over_yml()
    {
        Write("haloy.yml", "name: second\n");
        Write("haloy.yaml", "name: first\n");

        var file = DeployFileLoader.Load(null, _directory.Path).Value!;

        Assert.Equal("first", file.Config.Name);
        Assert.Equal(_directory.File("haloy.yaml"), file.FilePath);
        Assert.Equal(_directory.Path, file.Directory);
        Assert.Equal("haloy.yaml", file.DisplayPath);
    }

    [Fact]
    public void Load_of_a_file_takes_any_base_name()
    {
        Write("deploy/production.haloy.yml");

        var file = DeployFileLoader.Load("deploy/production.haloy.yml", _directory.Path).Value!;

        Assert.Equal("deploy/production.haloy.yml", file.DisplayPath);
        Assert.Equal(_directory.File("deploy"), file.Directory);
    }

    [Fact]
    public void Load_of_a_directory_looks_inside()
    {
        Write("deploy/haloy.yml");

        Assert.True(DeployFileLoader.Load("deploy", _directory.Path).Succeeded);
    }

    [Fact]
    public void Load_from_outside_the_working_directory_shows_the_absolute_path()
    {
        Write("haloy.yaml", "nam: app\n");
        using var elsewhere = new TempDirectory();

        var problem = Assert.Single(DeployFileLoader.Load(_directory.Path, elsewhere.Path).Problems);

        Assert.Equal(_directory.File("haloy.yaml"), problem.File);
    }

    [Theory]
    [InlineData("missing.yaml", "there is no such file")]
    [InlineData("notes.txt", "a deploy file ends in .yaml, .yml, .json, .toml")]
    [InlineData("HALOY.YAML", "a deploy file ends in")]
    [InlineData("empty", "looked for haloy.yaml, haloy.yml, haloy.json, haloy.toml")]
    [InlineData("other.json", "reads only YAML, not JSON")]
    [InlineData("other.toml", "reads only YAML, not TOML")]
    public void Load_of_something_else_says_what_is_wrong(string path, string message)
    {
        Write("notes.txt");
        Write("HALOY.YAML");
        Write("other.json", "{}");
        Write("other.toml", "");
        Directory.CreateDirectory(_directory.File("empty"));

        var problem = Assert.Single(DeployFileLoader.Load(path, _directory.Path).Problems);

        Assert.Equal(ProblemCode.File, problem.Code);
        Assert.Contains(message, problem.Message, StringComparison.Ordinal);
        Assert.NotNull(problem.Hint);
    }

    [Fact]
    public void Load_finds_a_json_file_and_says_that_it_cannot_read_it_yet()
    {
        Write("haloy.json", "{}");

        var problem = Assert.Single(DeployFileLoader.Load(null, _directory.Path).Problems);

        Assert.Equal("haloy.json", problem.File);
    }

    [Theory]
    [InlineData("", ProblemCode.Missing)]
    [InlineData("# nothing but words\n", ProblemCode.Missing)]
    [InlineData("- a\n- b\n", ProblemCode.Type)]
    [InlineData("just text\n", ProblemCode.Type)]
    public void Load_of_a_file_that_is_not_a_block_fails(string text, ProblemCode code) =>
        Assert.Equal(code, Assert.Single(Deploy.Load(text).Problems).Code);

    [Fact]
    public void Load_of_a_huge_file_refuses_it()
    {
        Write("haloy.yaml", new string('#', 5 * 1024 * 1024));

        Assert.Contains("larger than 4 MiB", Assert.Single(DeployFileLoader.Load(null, _directory.Path).Problems).Message, StringComparison.Ordinal);
    }
}
