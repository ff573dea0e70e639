using Haloy.Config.Problems;
using Haloy.Config.Targets;
using Haloy.Contracts.Api;
using Haloy.Testing;

namespace Haloy.Config.Tests;

/// <summary>Shortcuts through the public face: a real file, loaded and resolved.</summary>
internal static class Deploy
{
    public static ConfigResult<DeployFile> Load(string yaml) => Load(yaml, "haloy.yaml");

    /// <summary>The same in another format: the extension of <paramref name="name"/> decides.</summary>
    public static ConfigResult<DeployFile> Load(string text, string name)
    {
        using var directory = new TempDirectory();
        File.WriteAllText(directory.File(name), text);
        return DeployFileLoader.Load(name, directory.Path);
    }

    public static DeployFile Read(string yaml)
    {
        var result = Load(yaml);
        Assert.True(result.Succeeded, ConfigProblemFormatter.Format(result.Problems));
        return result.Value;
    }

    public static IReadOnlyList<ConfigProblem> Problems(string yaml)
    {
        var loaded = Load(yaml);
        return loaded.Succeeded ? Resolve(yaml).Problems : loaded.Problems;
    }

    public static ConfigProblem Problem(string yaml) => Assert.Single(Problems(yaml));

    /// <summary>Loads and resolves a file of any format, without variables.</summary>
    public static ConfigResult<IReadOnlyList<ResolvedTarget>> Resolve(string text, string name)
    {
        var file = Load(text, name);
        Assert.True(file.Succeeded, ConfigProblemFormatter.Format(file.Problems));
        return Resolve(file.Value, _ => null);
    }

    public static ConfigResult<IReadOnlyList<ResolvedTarget>> Resolve(string yaml, params (string Name, string Value)[] environment) =>
        Resolve(Read(yaml), name => environment.FirstOrDefault(e => e.Name == name).Value);

    public static ConfigResult<IReadOnlyList<ResolvedTarget>> Resolve(DeployFile file, Func<string, string?> environment) =>
        TargetResolver.Resolve(file, file.TargetKeys.Count == 0 ? TargetSelection.Default : TargetSelection.All, environment);

    public static IReadOnlyDictionary<string, ResolvedTarget> Targets(string yaml, params (string Name, string Value)[] environment)
    {
        var result = Resolve(yaml, environment);
        Assert.True(result.Succeeded, ConfigProblemFormatter.Format(result.Problems));
        return result.Value.ToDictionary(t => t.Key);
    }

    /// <summary>The configuration of the only target.</summary>
    public static TargetConfig Target(string yaml, params (string Name, string Value)[] environment) => Assert.Single(Targets(yaml, environment)).Value.Config;
}
