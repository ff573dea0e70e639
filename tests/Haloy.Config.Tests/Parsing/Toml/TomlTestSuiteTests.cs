using System.Globalization;
using System.Text;
using System.Text.Json;
using Haloy.Config.Parsing;
using Haloy.Config.Parsing.Toml;

namespace Haloy.Config.Tests.Parsing.Toml;

/// <summary>
/// The public toml-test cases, when they are at hand: in the directory HALOY_TOML_TEST names, or beside the repository in shared/toml-test.
/// <see cref="TomlReaderTests"/> needs none of them.
/// </summary>
public sealed class TomlTestSuiteTests
{
    private static readonly string Suite = Environment.GetEnvironmentVariable("HALOY_TOML_TEST") is { Length: > 0 } named
        ? named
        : Path.GetFullPath(Repository.File("..", "shared", "toml-test"));

    [Fact]
    public void Every_valid_document_has_the_expected_value()
    {
        var wrong = Cases("valid").Select(file => (file, difference: DifferenceOf(file))).Where(r => r.difference is not null);

        Assert.Equal("", string.Join('\n', wrong));
    }

    [Fact]
    public void Every_invalid_document_is_refused_at_a_place_in_it()
    {
        var wrong = Cases("invalid").Select(file => (file, problem: AcceptedOrLost(file))).Where(r => r.problem is not null);

        Assert.Equal("", string.Join('\n', wrong));
    }

    private static List<string> Cases(string kind)
    {
        Assert.SkipUnless(Directory.Exists(Suite), $"the toml-test cases are not in {Suite}; HALOY_TOML_TEST names another directory");
        var cases = Directory.GetFiles(Path.Combine(Suite, kind), "*.toml", SearchOption.AllDirectories).Order(StringComparer.Ordinal).ToList();
        Assert.True(cases.Count > 50, $"only {cases.Count} cases are in {Suite}/{kind}");
        return cases;
    }

    private static TomlTable Read(string file)
    {
        var bytes = File.ReadAllBytes(file);
        Utf8Check.Require(bytes);
        return TomlReader.Read(SourceText.Decode(file, bytes).Text);
    }

    private static string? DifferenceOf(string file)
    {
        try
        {
            using var expected = JsonDocument.Parse(File.ReadAllText(Path.ChangeExtension(file, ".json")));
            return Difference(expected.RootElement, Read(file), "");
        }
        catch (SyntaxException exception)
        {
            return $"{exception.Place}: {exception.Message}";
        }
    }

    private static string? AcceptedOrLost(string file)
    {
        try
        {
            Read(file);
            return "was accepted";
        }
        catch (SyntaxException exception)
        {
            var lines = Encoding.UTF8.GetString(File.ReadAllBytes(file)).Split('\n');
            var (line, column) = exception.Place;
            return line >= 1 && line <= lines.Length && column >= 1 && column <= lines[line - 1].Length + 1 ? null : $"was refused at {exception.Place}, outside of it";
        }
    }

    private static string? Difference(JsonElement expected, TomlValue actual, string path) => actual switch
    {
        TomlTable table when expected.ValueKind == JsonValueKind.Object => Difference(expected, table, path),
        TomlTableArray list when expected.ValueKind == JsonValueKind.Array => Difference(expected, list.Tables, path),
        TomlArray list when expected.ValueKind == JsonValueKind.Array => Difference(expected, list.Items, path),
        TomlScalar scalar when expected.ValueKind == JsonValueKind.Object && expected.TryGetProperty("type", out var type) =>
            Same(type.GetString()!, expected.GetProperty("value").GetString()!, scalar) ? null : $"{path}: {scalar.Type} {scalar.Text} instead of {expected}",
        _ => $"{path}: {actual.GetType().Name} instead of {expected}",
    };

    private static string? Difference(JsonElement expected, TomlTable table, string path)
    {
        var names = expected.EnumerateObject().Select(p => p.Name).Order(StringComparer.Ordinal);
        return names.SequenceEqual(table.Entries.Keys.Order(StringComparer.Ordinal))
            ? expected.EnumerateObject().Select(p => Difference(p.Value, table.Entries[p.Name].Value, $"{path}.{p.Name}")).FirstOrDefault(d => d is not null)
            : $"{path} has the keys {string.Join(", ", table.Entries.Keys)}";
    }

    private static string? Difference(JsonElement expected, IReadOnlyList<TomlValue> items, string path) => expected.GetArrayLength() == items.Count
        ? items.Select((item, i) => Difference(expected[i], item, $"{path}[{i}]")).FirstOrDefault(d => d is not null)
        : $"{path} has {items.Count} items instead of {expected.GetArrayLength()}";

    private static bool Same(string type, string expected, TomlScalar actual) => (type, actual.Type) switch
    {
        ("float", TomlType.Float) => Number(expected).Equals(Number(actual.Text)),
        ("string", TomlType.String) or ("integer", TomlType.Integer) or ("bool", TomlType.Boolean) or ("datetime", TomlType.OffsetDateTime)
            or ("datetime-local", TomlType.LocalDateTime) or ("date-local", TomlType.LocalDate) or ("time-local", TomlType.LocalTime) => expected == actual.Text,
        _ => false,
    };

    private static double Number(string text) => text.TrimStart('+', '-') switch
    {
        "nan" => double.NaN,
        "inf" => text[0] == '-' ? double.NegativeInfinity : double.PositiveInfinity,
        _ => double.Parse(text, CultureInfo.InvariantCulture),
    };
}
