namespace Haloy.Architecture.Tests;

public sealed class FileRulesTests : IDisposable
{
    private readonly SampleTree _sample = new();

    public void Dispose() => _sample.Dispose();

    [Theory]
    [InlineData(FileRules.MaxLines, false)]
    [InlineData(FileRules.MaxLines + 1, true)]
    public void Long_file_is_found(int lines, bool found)
    {
        _sample.With("src/Haloy.Core/A.cs", string.Concat(Enumerable.Repeat("\n", lines)));

        Assert.Equal(found, FileRules.TooLong(_sample.Tree).Any());
    }

    [Theory]
    [InlineData("[LoggerMessage(EventId = 7, Message = \"[{A}]\")]", true)]
    [InlineData("[LoggerMessage(7, LogLevel.Error, \"a\")]", true)]
    [InlineData("[LoggerMessage(\n    Level = LogLevel.Error,\n    EventId = 7,\n    Message = \"a\")]", true)]
    [InlineData("[LoggerMessage(EventId = 70, Message = \"EventId = 7\")]", false)]
    public void Shared_event_id_is_found_however_it_is_written(string attribute, bool found)
    {
        _sample.With("src/Haloy.Core/A.cs", "[LoggerMessage(EventId = 7, Message = \"first\")]\n").With("src/Haloy.Proxy/B.cs", attribute);

        Assert.Equal(found, FileRules.EventIds(_sample.Tree).Any(problem => problem.StartsWith("event id 7 ", StringComparison.Ordinal)));
    }

    [Fact]
    public void Message_without_an_id_is_found()
    {
        _sample.With("src/Haloy.Core/A.cs", "[LoggerMessage(Level = LogLevel.Error, Message = \"EventId = 7\")]\n");

        Assert.Contains("without a literal EventId", Assert.Single(FileRules.EventIds(_sample.Tree)));
    }

    [Theory]
    [InlineData("see `Haloy.Core/Folder`.", false)]
    [InlineData("see `src/Haloy.Core/Folder/A.cs`, and more", false)]
    [InlineData("see `Haloy.Core/Gone`", true)]
    [InlineData("run `tests/Haloy.Core.Tests/Gone.cs`", true)]
    [InlineData("`Haloy.<Project>.Tests` and Haloy.Core alone", false)]
    public void Dead_path_in_the_documentation_is_found(string text, bool found)
    {
        _sample.With("src/Haloy.Core/Folder/A.cs", "").With("docs/deep/a.md", text);

        Assert.Equal(found, FileRules.DeadPaths(_sample.Tree).Any());
    }
}
