using System.Text;
using System.Text.Json;
using Haloy.Config.Parsing;
using Haloy.Config.Problems;
using Haloy.Config.Targets;
using Haloy.Contracts.Api;

namespace Haloy.Config.Tests.Properties;

/// <summary>Resolving depends on nothing but the root, the target itself and the environment.</summary>
public sealed class ResolveTests
{
    private static readonly int Files = FuzzSettings.Count / 20;

    [Fact]
    public void Resolving_again_gives_the_same() => ForEachFile(file =>
    {
        var loaded = Load(file, "haloy.yaml");

        Assert.Equal(Outcome(loaded, TargetSelection.All), Outcome(loaded, TargetSelection.All));
        Assert.Equal(Outcome(loaded, TargetSelection.All), Outcome(Load(file, "haloy.yaml"), TargetSelection.All));
    });

    [Fact]
    public void A_target_resolves_as_if_it_were_the_only_one_of_the_file()
    {
        var (good, bad) = (0, 0);
        ForEachFile(file =>
        {
            var among = Load(file, "haloy.yaml");
            foreach (var target in RandomDeployFile.Targets)
            {
                var alone = Outcome(Load(RandomDeployFile.Only(file, target), "haloy.yaml"), TargetSelection.Named([target]));
                Assert.Equal(alone, Outcome(among, TargetSelection.Named([target])));
                _ = alone.StartsWith("problem", StringComparison.Ordinal) ? bad++ : good++;
            }
        });

        // Or the test would say nothing about the one or the other.
        Assert.True(good > Files / 4 && bad > Files / 4, $"{good} good, {bad} bad");
    }

    [Fact]
    public void All_targets_together_are_what_each_is_by_itself() => ForEachFile(file =>
    {
        var loaded = Load(file, "haloy.yaml");
        var each = RandomDeployFile.Targets.Select(t => Outcome(loaded, TargetSelection.Named([t])).Split('\n')).ToList();
        var all = Outcome(loaded, TargetSelection.All).Split('\n');

        var failed = each.Where(e => e[0].StartsWith("problem", StringComparison.Ordinal)).SelectMany(e => e).Distinct().ToList();
        Assert.Equal(failed.Count == 0 ? each.SelectMany(e => e) : failed.Order(StringComparer.Ordinal), failed.Count == 0 ? all : all.Order(StringComparer.Ordinal));
    });

    [Theory]
    [InlineData("haloy.json")]
    [InlineData("haloy.toml")]
    public void The_formats_mean_the_same(string name) => ForEachFile(file =>
        Assert.Equal(
            Outcome(Load(file, "haloy.yaml"), TargetSelection.All).Split('\n').Order(StringComparer.Ordinal),
            Outcome(Load(file, name), TargetSelection.All, words: name == "haloy.json").Split('\n').Order(StringComparer.Ordinal)));

    private static void ForEachFile(Action<MapNode> check)
    {
        for (var trial = 0; trial < Files; trial++)
        {
            var file = new RandomDeployFile(FuzzSettings.Random(trial)).Make();
            try
            {
                check(file);
            }
            catch (Exception exception)
            {
                throw new InvalidOperationException($"Trial {trial} of FUZZ_SEED={FuzzSettings.Seed} fails with\n{DocumentWriter.Write(file, "haloy.yaml")}", exception);
            }
        }
    }

    private static DeployFile Load(MapNode tree, string name)
    {
        var loaded = DeployFileLoader.Parse("/" + name, name, Encoding.UTF8.GetBytes(DocumentWriter.Write(tree, name)));
        Assert.True(loaded.Succeeded, ConfigProblemFormatter.Format(loaded.Problems));
        return loaded.Value;
    }

    /// <summary>Everything that resolving says, without the places in the file: a line per target, or per problem.</summary>
    private static string Outcome(DeployFile file, TargetSelection selection, bool words = false)
    {
        var resolved = TargetResolver.Resolve(file, selection, name => $"value of {name}");
        var lines = resolved.Succeeded
            ? resolved.Value.Select(t => $"{t.Key} {JsonSerializer.Serialize(t.Config, ApiJson.Default.TargetConfig)} {JsonSerializer.Serialize(t.RollbackConfig, ApiJson.Default.DeployConfig)}")
            : resolved.Problems.Select(p => $"problem {p.Code} {p.Path} {p.Message} {p.Hint}");
        return string.Join('\n', words ? lines.Select(SnakeCase) : lines);
    }

    // The problems of a JSON file, in the words of the others.
    private static string SnakeCase(string line) => !line.StartsWith("problem", StringComparison.Ordinal) ? line : line
        .Replace("healthCheckPath", "health_check_path", StringComparison.Ordinal).Replace("imageKey", "image_key", StringComparison.Ordinal)
        .Replace("deploymentStrategy", "deployment_strategy", StringComparison.Ordinal).Replace("namingStrategy", "naming_strategy", StringComparison.Ordinal)
        .Replace("buildConfig", "build_config", StringComparison.Ordinal).Replace("pullPolicy", "pull_policy", StringComparison.Ordinal);
}
