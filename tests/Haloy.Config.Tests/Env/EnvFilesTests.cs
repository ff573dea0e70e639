using Haloy.Config.Env;
using Haloy.Testing;

namespace Haloy.Config.Tests.Env;

public sealed class EnvFilesTests : IDisposable
{
    private static readonly string[] Ascending =
        ["config/.env", "client/.env", "work/.env", "config/.env.prod", "work/.env.prod", "process", "work/.env.local", "client/.env.local", "config/.env.local"];

    private readonly TempDirectory _directory = new();
    private readonly Dictionary<string, string> _process = [];

    public void Dispose() => _directory.Dispose();

    private void Set(string source)
    {
        if (source == "process")
        {
            _process["A"] = source;
            return;
        }

        Directory.CreateDirectory(Path.GetDirectoryName(_directory.File(source))!);
        File.WriteAllText(_directory.File(source), $"A={source}\n");
    }

    private EnvLookup Load() => EnvFiles.Load(_directory.File("work"), _directory.File("client"), _directory.File("config"), _process);

    [Fact]
    public void Each_source_beats_all_that_come_before_it()
    {
        foreach (var source in Ascending)
        {
            Set(source);

            Assert.Equal(source, Load().ForTarget("prod").Get("A"));
        }
    }

    [Fact]
    public void Target_file_counts_only_for_its_target()
    {
        Set("work/.env");
        Set("work/.env.prod");

        Assert.Equal("work/.env", Load().Get("A"));
        Assert.Equal("work/.env", Load().ForTarget("staging").Get("A"));
        Assert.Equal("work/.env.prod", Load().ForTarget("prod").Get("A"));
    }

    [Fact]
    public void Target_name_cannot_lead_to_another_directory()
    {
        Set("client/secret");
        Directory.CreateDirectory(_directory.File("work", ".env.x"));

        Assert.Null(Load().ForTarget("x/../../client/secret").Get("A"));
    }

    [Fact]
    public void Bad_lines_are_reported_with_their_file()
    {
        Directory.CreateDirectory(_directory.File("work"));
        File.WriteAllText(_directory.File("work", ".env"), "A=1\nnonsense\n");

        var lookup = Load();

        var problem = Assert.Single(lookup.Problems);
        Assert.Equal((_directory.File("work", ".env"), 2), (problem.File, problem.Line));
        Assert.DoesNotContain("nonsense", problem.ToString(), StringComparison.Ordinal);
        Assert.Equal("1", lookup.Get("A"));
    }

    [Fact]
    public void Nothing_there_leaves_the_process_variables()
    {
        _process["B"] = "b";

        var lookup = EnvFiles.Load(_directory.Path, _directory.Path, null, _process);

        Assert.Equal(["B"], lookup.Variables.Keys);
        Assert.Null(Environment.GetEnvironmentVariable("A"));
    }

    [Theory(Timeout = 60_000)]
    [InlineData("pipe")]
    [InlineData("device")]
    public async Task What_is_no_file_is_skipped_with_a_word(string kind)
    {
        Directory.CreateDirectory(_directory.File("work"));
        OddFile.Create(kind, _directory.File("work/.env.q"));

        var loaded = await Task.Run(() => Load().ForTarget("q"), TestContext.Current.CancellationToken);

        Assert.Equal($"the file was skipped: it is a {kind}, not a regular file", Assert.Single(loaded.Problems).Message);
    }
}
