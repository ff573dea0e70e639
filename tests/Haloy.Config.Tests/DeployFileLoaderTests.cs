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
    public void Load_of_something_else_says_what_is_wrong(string path, string message)
    {
        Write("notes.txt");
        Write("HALOY.YAML");
        Directory.CreateDirectory(_directory.File("empty"));

        var problem = Assert.Single(DeployFileLoader.Load(path, _directory.Path).Problems);

        Assert.Equal(ProblemCode.File, problem.Code);
        Assert.Contains(message, problem.Message, StringComparison.Ordinal);
        Assert.NotNull(problem.Hint);
    }

    [Fact]
    public void Load_without_a_path_takes_the_first_of_the_four_names()
    {
        (string Name, string Text)[] files = [("haloy.toml", "name = 'four'"), ("haloy.json", """{"name": "three"}"""), ("haloy.yml", "name: two"), ("haloy.yaml", "name: one")];
        var found = new List<string?>();
        foreach (var (name, text) in files)
        {
            Write(name, text);
            found.Add(DeployFileLoader.Load(null, _directory.Path).Value?.Config.Name);
        }

        Assert.Equal(["four", "three", "two", "one"], found);
    }

    [Theory]
    [InlineData("haloy.yaml", "name: \"caf\u00e9\"\n", 1, 11)]
    [InlineData("haloy.json", "{\n  \"name\": \"caf\u00e9\"\n}", 2, 15)]
    [InlineData("haloy.toml", "\nname = \"caf\u00e9\"\n", 2, 12)]
    public void Load_of_a_file_that_is_not_utf8_names_the_first_wrong_byte(string name, string text, int line, int column)
    {
        File.WriteAllBytes(_directory.File(name), System.Text.Encoding.Latin1.GetBytes(text));

        var problem = Assert.Single(DeployFileLoader.Load(name, _directory.Path).Problems);

        Assert.Equal((ProblemCode.Syntax, line, column, "this is not UTF-8 text"), (problem.Code, problem.Line, problem.Column, problem.Message));
    }

    [Fact]
    public void Load_of_a_utf16_file_says_so()
    {
        File.WriteAllText(_directory.File("haloy.toml"), "name = 'app'", System.Text.Encoding.Unicode);

        Assert.Contains("UTF-16", Assert.Single(DeployFileLoader.Load(null, _directory.Path).Problems).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("haloy.yaml", "name: app")]
    [InlineData("haloy.json", "{\"name\": \"app\"}")]
    [InlineData("haloy.toml", "name = \"app\"")]
    public void Load_does_not_mind_a_byte_order_mark(string name, string text)
    {
        File.WriteAllText(_directory.File(name), text, System.Text.Encoding.UTF8);

        Assert.Equal("app", DeployFileLoader.Load(null, _directory.Path).Value?.Config.Name);
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

    [Theory(Timeout = 60_000)]
    [InlineData("pipe", "the file is a pipe, not a regular file")]
    [InlineData("device", "the file is a device, not a regular file")]
    public async Task Load_of_what_is_no_file_neither_waits_nor_reads(string kind, string message)
    {
        OddFile.Create(kind, _directory.File("haloy.yaml"));

        var loaded = await Task.Run(() => DeployFileLoader.Load(null, _directory.Path), TestContext.Current.CancellationToken);

        Assert.Equal(message, Assert.Single(loaded.Problems).Message);
    }

    [Fact]
    public void Load_reads_a_file_whole()
    {
        Write("haloy.yaml", $"name: app\n{new string('#', 3 * 1024 * 1024)}\nprot: 1\n");

        Assert.Equal(3, Assert.Single(DeployFileLoader.Load(null, _directory.Path).Problems).Line);
    }
}
