using System.Text.RegularExpressions;

namespace Haloy.Config.Tests.Reference;

/// <summary>docs/configuration.md says what the program does. After a change of keys, HALOY_UPDATE_DOCS=1 writes the tables anew.</summary>
public sealed partial class ReferencePageTests
{
    private static readonly string Page = Repository.File("docs", "configuration.md");

    [Fact]
    public void Page_has_each_table_exactly_once()
    {
        var names = Tables().Matches(File.ReadAllText(Page)).Select(m => m.Groups["name"].Value).ToList();

        Assert.Equal(ReferenceTables.All.Keys.Order(StringComparer.Ordinal), names.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Tables_have_the_keys_types_and_defaults_of_the_program()
    {
        var page = File.ReadAllText(Page);
        var current = Tables().Replace(page, m => $"<!-- keys of {m.Groups["name"].Value} -->\n{ReferenceTables.All.GetValueOrDefault(m.Groups["name"].Value)}\n<!-- end -->");
        if (Environment.GetEnvironmentVariable("HALOY_UPDATE_DOCS") == "1")
            File.WriteAllText(Page, current);

        Assert.Equal(current, File.ReadAllText(Page));
    }

    [GeneratedRegex("<!-- keys of (?<name>[^>]*?) -->\n(.*?)<!-- end -->", RegexOptions.Singleline)]
    private static partial Regex Tables();
}
