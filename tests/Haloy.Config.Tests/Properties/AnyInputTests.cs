using System.Text;
using System.Text.Json;
using Haloy.Config.Parsing;
using Haloy.Config.Parsing.Json;
using Haloy.Config.Problems;

namespace Haloy.Config.Tests.Properties;

/// <summary>Any bytes are a deploy file or a list of problems with places: never a crash, never a hang. `make fuzz` tries many more.</summary>
public sealed class AnyInputTests
{
    [Fact]
    public void Any_bytes_are_a_config_or_problems_with_places() => new FuzzRun(Mutation, LoadsOrSaysWhyNot).Try(FuzzSettings.Count);

    [Fact]
    public void Json_is_what_the_platform_takes_for_json()
    {
        List<FuzzInput> corpus = [.. FuzzCorpus.Files.Where(f => f.Name.EndsWith(".json", StringComparison.Ordinal))];

        new FuzzRun(trial => new Mutator(FuzzSettings.Random(~trial)).Mutate(corpus), AgreesWithThePlatform).Try(FuzzSettings.Count);
    }

    [Fact]
    public void Corpus_has_files_of_every_format_that_load() =>
        Assert.Equal([".json", ".toml", ".yaml"], FuzzCorpus.Files.Where(f => DeployFileLoader.Parse("/" + f.Name, f.Name, f.Content).Succeeded).Select(f => Path.GetExtension(f.Name)).Distinct().Order());

    [Fact]
    public void A_failure_is_told_with_its_seed_and_its_smallest_input()
    {
        var run = new FuzzRun(
            trial => new FuzzInput("haloy.yaml", Encoding.UTF8.GetBytes($"some text {trial} with a word")),
            input => Assert.DoesNotContain("7 w", Encoding.UTF8.GetString(input.Content), StringComparison.Ordinal));

        var failure = Assert.ThrowsAny<Exception>(() => run.Try(100));

        Assert.Contains($"Trial 7 of FUZZ_SEED={FuzzSettings.Seed} fails with haloy.yaml of 3 bytes:\n7 w\n", failure.Message, StringComparison.Ordinal);
    }

    private static FuzzInput Mutation(int trial) => new Mutator(FuzzSettings.Random(trial)).Mutate(FuzzCorpus.Files);

    private static void LoadsOrSaysWhyNot(FuzzInput input)
    {
        var loaded = DeployFileLoader.Parse("/" + input.Name, input.Name, input.Content);
        var problems = loaded.Succeeded ? Deploy.Resolve(loaded.Value, _ => "x").Problems : loaded.Problems;

        Assert.All(problems, p => Assert.True(p is { Line: >= 1, Column: >= 1, File: not "", Message: not "" }, p.ToString()));
        Assert.True(loaded.Succeeded || problems.Count > 0);
        _ = ConfigProblemFormatter.Format(problems);
        var again = DeployFileLoader.Parse("/" + input.Name, input.Name, input.Content);
        Assert.Equal(loaded.Problems, again.Problems);
    }

    private static void AgreesWithThePlatform(FuzzInput input)
    {
        try
        {
            Utf8Check.Require(input.Content);
            var root = JsonReader.Read(SourceText.Decode(input.Name, input.Content));
            Assert.True(root.IsNull || PlatformAccepts(input.Content), "only we accept this");
        }
        catch (SyntaxException exception) when (!exception.Message.Contains("nested deeper", StringComparison.Ordinal))
        {
            Assert.False(PlatformAccepts(input.Content), $"only we refuse this: {exception.Message}");
        }
        catch (SyntaxException)
        {
            // Our limit is lower.
        }
    }

    private static bool PlatformAccepts(byte[] content)
    {
        try
        {
            var reader = new Utf8JsonReader(Utf8Check.WithoutMark(content), new JsonReaderOptions { MaxDepth = 100_000 });
            while (reader.Read())
            {
                // Text is checked only when it is asked for.
                if (reader.TokenType is JsonTokenType.String or JsonTokenType.PropertyName)
                    _ = reader.GetString();
            }

            return true;
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            return false;
        }
    }
}
