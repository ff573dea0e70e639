using System.Diagnostics;
using Haloy.Config.Parsing;
using Haloy.Config.Problems;
using Haloy.Config.Targets;

namespace Haloy.Config.Tests;

/// <summary>Any text is a deploy file or a list of problems: never a crash, never a hang.</summary>
public sealed class MutationTests
{
    private static readonly int Mutations = int.Parse(Environment.GetEnvironmentVariable("HALOY_MUTATIONS") ?? "5000", System.Globalization.CultureInfo.InvariantCulture);

    private static readonly string[] Pieces =
        [":", "- ", "\n", "  ", "\t", "\"", "'", "{", "}", "[", "]", "*", "&a ", "*a", "<<: ", "|", ">", "#", "? ", "!", "!!int ", "---\n", "...\n", "%", "@", "\0", "\uFFFF", "${A}", "null", "-1", "9999999999"];

    [Fact]
    public void Any_mutation_of_a_valid_file_loads_or_says_why_not()
    {
        var valid = File.ReadAllText(Repository.File("samples", "reference", "haloy.yaml"));
        // A fixed seed: a failure is found again.
        var random = new Random(20260);

        for (var i = 0; i < Mutations; i++)
        {
            var text = Mutate(valid, random);
            Check(text, i);
        }
    }

    private static void Check(string text, int number)
    {
        try
        {
            var loaded = DeployFileLoader.Parse("/haloy.yaml", new SourceText("haloy.yaml", text));
            var problems = loaded.Succeeded
                ? TargetResolver.Resolve(loaded.Value, loaded.Value.TargetKeys.Count == 0 ? TargetSelection.Default : TargetSelection.All, _ => "x").Problems
                : loaded.Problems;
            Assert.All(problems, p => Assert.InRange(p.Line ?? 0, 1, int.MaxValue));
            _ = ConfigProblemFormatter.Format(problems);
        }
        catch (Exception exception) when (exception is not Xunit.Sdk.XunitException)
        {
            throw new UnreachableException($"Mutation {number} was not handled:\n{text}", exception);
        }
    }

    private static string Mutate(string text, Random random)
    {
        for (var edits = random.Next(1, 6); edits > 0 && text.Length > 0; edits--)
        {
            var at = random.Next(text.Length);
            var length = Math.Min(random.Next(1, 40), text.Length - at);
            text = random.Next(5) switch
            {
                0 => text.Remove(at, length),
                1 => text.Insert(at, Pieces[random.Next(Pieces.Length)]),
                2 => text.Insert(random.Next(text.Length), text.Substring(at, length)),
                3 => text[..at] + (char)random.Next(1, 0x2100) + text[(at + 1)..],
                _ => text[..Math.Max(1, at)],
            };
        }

        return text;
    }
}
