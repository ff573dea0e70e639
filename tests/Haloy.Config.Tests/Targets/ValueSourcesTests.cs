using System.Collections;
using System.Reflection;
using System.Text.Json;
using Haloy.Config.Targets;
using Haloy.Contracts.Api;

namespace Haloy.Config.Tests.Targets;

/// <summary>A new key that takes a value source is looked up, hidden and stripped like all others.</summary>
public sealed class ValueSourcesTests
{
    [Fact]
    public void Every_value_source_of_a_target_is_visited()
    {
        var target = Full.Target();
        var visited = new List<string>();

        var mapped = ValueSources.Map(target, (source, path) =>
        {
            visited.Add(path);
            return source with { Value = "seen", From = null };
        });

        Assert.Equal(Count(target), visited.Distinct().Count());
        Assert.DoesNotContain("\"from\"", JsonSerializer.Serialize(mapped, ApiJson.Default.TargetConfig), StringComparison.Ordinal);
    }

    [Fact]
    public void Nothing_else_changes()
    {
        var target = Full.Target();

        var mapped = ValueSources.Map(target, (source, _) => source);

        Assert.Equal(JsonSerializer.Serialize(target, ApiJson.Default.TargetConfig), JsonSerializer.Serialize(mapped, ApiJson.Default.TargetConfig));
    }

    [Fact]
    public void Paths_are_those_of_the_deploy_file()
    {
        var paths = new List<string>();

        ValueSources.Map(Full.Target(), (source, path) =>
        {
            paths.Add(path);
            return source;
        });

        Assert.Contains("api_token", paths);
        Assert.Contains("env[0]", paths);
        Assert.Contains("image.registry.password", paths);
        Assert.Contains("image.build_config.args[0]", paths);
    }

    private static int Count(object? value) => value switch
    {
        null or string => 0,
        ValueSource => 1,
        IEnumerable many => many.Cast<object>().Sum(Count),
        _ when value.GetType().Namespace == typeof(TargetConfig).Namespace => Properties(value.GetType()).Sum(p => Count(p.GetValue(value))),
        _ => 0,
    };

    private static IEnumerable<PropertyInfo> Properties(Type type) =>
        type.GetProperties(BindingFlags.Public | BindingFlags.Instance).Where(p => p.GetIndexParameters().Length == 0);
}
