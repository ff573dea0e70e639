using System.Text;
using Haloy.Config.Problems;
using Haloy.Config.Secrets;
using Haloy.Config.Targets;
using Haloy.Config.Validation;
using Haloy.Testing;

namespace Haloy.Config.Tests.Targets;

public sealed class ErrorPageFilesTests : IDisposable
{
    private const string Page = "<!doctype html>\n<p>So sorry – grün</p>\n";

    private readonly TempDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    [Fact]
    public void Pages_are_sent_as_what_their_files_hold_and_kept_for_rollback()
    {
        Write("errors/5xx.html", [0xEF, 0xBB, 0xBF, .. Encoding.UTF8.GetBytes(Page)]);

        var target = Assert.Single(Resolve("{5xx: errors/5xx.html}").Value!);

        var page = Assert.Single(target.Config.ErrorPages!);
        Assert.Equal(("5xx", Page, "errors/5xx.html"), (page.Key, page.Value.Html, page.Value.File));
        Assert.Equal(Page, target.RollbackConfig.ErrorPages!["5xx"].Html);
    }

    [Fact]
    public void Pages_of_a_target_join_those_of_the_root()
    {
        foreach (var name in (string[])["a", "b", "c"])
            Write($"{name}.html", Encoding.UTF8.GetBytes($"<p>{name}"));
        File.WriteAllText(_directory.File("haloy.yaml"), "server: s.com\nerror_pages: {502: a.html, 503: b.html}\ntargets:\n  x: {error_pages: {503: c.html, stopped: c.html}}\n");

        var target = Assert.Single(Deploy.Resolve(DeployFileLoader.Load(null, _directory.Path).Value!, _ => null).Value!);

        Assert.Equal(["502 <p>a", "503 <p>c", "stopped <p>c"], target.Config.ErrorPages!.Select(p => $"{p.Key} {p.Value.Html}").Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Page_that_nothing_has_is_refused_with_what_there_is()
    {
        var problem = Assert.Single(TargetValidator.Validate(new() { Name = "a", Server = "s.com", ErrorPages = new Dictionary<string, Contracts.Api.ErrorPageConfig> { ["500"] = new() { Html = "<p>" } } }));

        Assert.Equal(("error_pages.500", "'500' is nothing that the proxy has a page for"), (problem.Path, problem.Message));
    }

    [Fact]
    public void Pages_of_a_rollback_are_those_of_its_version_whatever_the_files_are_now()
    {
        Write("a.html", Encoding.UTF8.GetBytes(Page));
        var stored = Assert.Single(Resolve("{'404': a.html}").Value!).RollbackConfig;
        File.Delete(_directory.File("a.html"));

        var again = TargetResolver.ResolveStored(stored, null, _ => null, SecretValues.NotLookedUp);

        Assert.Empty(again.Problems);
        Assert.Equal(Page, again.Value!.ErrorPages!["404"].Html);
    }

    [Fact]
    public void File_that_a_server_names_is_not_read()
    {
        Write("a.html", Encoding.UTF8.GetBytes(Page));
        var stored = Assert.Single(Resolve("{'404': a.html}").Value!).RollbackConfig;

        var again = TargetResolver.ResolveStored(
            stored with { ErrorPages = new Dictionary<string, Contracts.Api.ErrorPageConfig> { ["404"] = new() { File = _directory.File("a.html") } } }, null, _ => null, SecretValues.NotLookedUp);

        Assert.Null(again.Value!.ErrorPages!["404"].Html);
    }

    [Theory]
    [InlineData("nowhere.html", "does not exist")]
    [InlineData("errors", "is a directory")]
    [InlineData("latin1.html", "is not UTF-8 text")]
    [InlineData("text.html", "holds no HTML")]
    [InlineData("empty.html", "holds no HTML")]
    [InlineData("large.html", "is larger than 64 KiB")]
    public void File_that_is_no_page_is_named_with_its_place(string file, string message)
    {
        Directory.CreateDirectory(_directory.File("errors"));
        Write("latin1.html", [.. "<p>gr"u8, 0xFC, .. "n"u8]);
        Write("text.html", "sorry"u8);
        Write("empty.html", []);
        Write("large.html", Encoding.UTF8.GetBytes("<p>" + new string('x', 64 * 1024)));

        var problem = Assert.Single(Resolve($"\n  '502': {file}").Problems);

        Assert.Equal((ProblemCode.File, "error_pages.502", 3), (problem.Code, problem.Path, problem.Line));
        Assert.Equal($"the file '{file}' {message}", problem.Message);
    }

    [Fact]
    public void Files_have_a_limit_together()
    {
        for (var i = 0; i < 5; i++)
            Write($"{i}.html", Encoding.UTF8.GetBytes("<p>" + new string('x', 60_000)));

        var problem = Assert.Single(Resolve("{'401': 0.html, '403': 1.html, '404': 2.html, '413': 3.html, '502': 4.html}").Problems);

        Assert.Equal("the files are larger than 256 KiB together", problem.Message);
    }

    private ConfigResult<IReadOnlyList<ResolvedTarget>> Resolve(string pages)
    {
        File.WriteAllText(_directory.File("haloy.yaml"), $"name: app\nerror_pages: {pages}\n");
        return Deploy.Resolve(DeployFileLoader.Load(null, _directory.Path).Value!, _ => null);
    }

    private void Write(string name, ReadOnlySpan<byte> content)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(_directory.File(name))!);
        File.WriteAllBytes(_directory.File(name), content);
    }
}
