using Haloy.Config.Secrets.Reading;

namespace Haloy.Config.Tests.Secrets;

public sealed class SecretTextTests
{
    [Fact]
    public void Nested_values_get_dotted_keys()
    {
        const string Yaml = """
            database:
              url: postgres://db
              ports: [5432, 5433]
            users:
              - {name: ann, admin: true}
              - {name: bob, admin: FALSE}
            empty: {}
            none: []
            nothing:
            quoted: "007"
            """;

        Assert.Equal(
            "database.ports.0=5432 database.ports.1=5433 database.url=postgres://db nothing= quoted=007 "
            + "users.0.admin=true users.0.name=ann users.1.admin=false users.1.name=bob",
            Read(Yaml, "yaml"));
    }

    [Fact]
    public void Json_is_read_as_yaml_is() =>
        Assert.Equal(
            "a.0.b=x a.1= c=true d=12345678901234567890 e=1.5",
            Read("""{"a": [{"b": "x"}, null], "c": true, "d": 12345678901234567890, "e": 1.50, "f": {}, "g": []}""", "json"));

    [Theory]
    [InlineData("1.10", "1.1")]
    [InlineData("1e3", "1000")]
    [InlineData("1.5e20", "150000000000000000000")]
    [InlineData("-1.25e-7", "-0.000000125")]
    [InlineData("1e-5", "0.00001")]
    [InlineData("123456789.125", "123456789.125")]
    [InlineData("1e999", "1e999")]
    public void Number_becomes_the_shortest_decimal_without_exponent(string written, string text)
    {
        Assert.Equal($"n={text}", Read($"n: {written}", "yaml"));
        Assert.Equal($"n={text}", Read($$"""{"n": {{written}}}""", "json"));
    }

    [Fact]
    public void Dotenv_takes_the_last_of_a_name_and_leaves_dollars_alone() =>
        Assert.Equal(
            "A=2 B=pa$WORD C=x y D=p$A'q E=${A} F=a\\$b G=line\nline",
            Read("A=1\nB=pa$WORD\nC='x y'\nexport D=\"p$A'q\"\nE=${A} # comment\nA=2\n# comment\nF=a\\$b\nG=\"line\\nline\"\n", "dotenv"));

    [Fact]
    public void Text_is_one_trimmed_value_for_every_key()
    {
        var data = SecretText.Read("  line 1\nline 2 \n\n", "text").Value!;

        Assert.True(data.TryGet("any", out var value));
        Assert.Equal("line 1\nline 2", value);
        Assert.Empty(data.Keys);
    }

    [Theory]
    [InlineData("yaml", "secret-a", "the output is a single value, not a block of keys")]
    [InlineData("json", "\"secret-a\"", "the output is a single value, not a block of keys")]
    [InlineData("yaml", "a.b: secret-a", "the key 'a.b' contains a dot, which divides the keys of nested values")]
    [InlineData("json", """{"x": {"a.b": 1}}""", "the key 'x.a.b' contains a dot, which divides the keys of nested values")]
    [InlineData("json", """{"a": "secret-a", "a": "secret-b"}""", "the key 'a' is there twice")]
    [InlineData("json", """{"a": ["secret-a"], "a": {"0": 1}}""", "the key 'a.0' is there twice")]
    [InlineData("yaml", "a: 1\nb: [secret-a\nc: }", "the output is not valid YAML: see its line ")]
    [InlineData("json", "{\n  \"a\": secret-a\n}", "the output is not valid JSON: see its line 2")]
    [InlineData("dotenv", "A=1\nsecret-a\n", "line 2 of the output is not NAME=value")]
    public void What_cannot_be_read_is_refused_without_repeating_it(string format, string text, string message)
    {
        var failure = SecretText.Read(text, format).Failure;

        Assert.NotNull(failure);
        Assert.StartsWith(message, failure.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("secret-", failure.ToString(), StringComparison.Ordinal);
    }

    private static string Read(string text, string format)
    {
        var read = SecretText.Read(text, format);
        Assert.True(read.Succeeded, read.Failure?.Message);
        return string.Join(' ', read.Value.Keys.Order(StringComparer.Ordinal).Select(k => read.Value.TryGet(k, out var value) ? $"{k}={value}" : k));
    }
}
