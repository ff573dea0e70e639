using System.Collections.Frozen;
using System.Text;
using Haloy.Config.Problems;
using Haloy.Core;

namespace Haloy.Config.Env;

/// <summary>Reads <c>.env</c> files in their order (spec/client §1.11 with §10 row 24).</summary>
public static class EnvFiles
{
    // Far above any set of variables.
    private const int MaxBytes = 4 * 1024 * 1024;

    /// <summary>Reads what exists; <paramref name="configDirectory"/> is the deploy file's directory, <paramref name="process"/> the exported variables.</summary>
    public static EnvLookup Load(string workingDirectory, string clientDirectory, string? configDirectory, IReadOnlyDictionary<string, string> process) =>
        Load(Path.GetFullPath(workingDirectory), Path.GetFullPath(clientDirectory), configDirectory is null ? null : Path.GetFullPath(configDirectory, workingDirectory), process, target: null);

    private static EnvLookup Load(string working, string client, string? config, IReadOnlyDictionary<string, string> process, string? target)
    {
        var problems = new List<ConfigProblem>();
        var variables = new Dictionary<string, string>(StringComparer.Ordinal);
        // Highest first: what is already there stays.
        foreach (var directory in Distinct(config, client, working))
            Fill(variables, Read(directory, ".env.local", process, problems));
        Fill(variables, process);
        if (target is not null && IsFileName(target))
        {
            foreach (var directory in Distinct(working, config))
                Fill(variables, Read(directory, $".env.{target}", process, problems));
        }

        foreach (var directory in Distinct(working, client, config))
            Fill(variables, Read(directory, ".env", process, problems));
        return new EnvLookup(variables.ToFrozenDictionary(StringComparer.Ordinal), problems, t => Load(working, client, config, process, t));
    }

    // A target's name becomes part of a file name: it must not lead elsewhere.
    private static bool IsFileName(string target) => target.IndexOfAny(['/', '\\', '\0']) < 0;

    private static IEnumerable<string> Distinct(params string?[] directories) => directories.OfType<string>().Distinct(StringComparer.Ordinal);

    private static void Fill(Dictionary<string, string> variables, IReadOnlyDictionary<string, string> more)
    {
        foreach (var (name, value) in more)
            variables.TryAdd(name, value);
    }

    private static IReadOnlyDictionary<string, string> Read(string directory, string name, IReadOnlyDictionary<string, string> process, List<ConfigProblem> problems)
    {
        var path = Path.Combine(directory, name);
        if (!File.Exists(path))
            return FrozenDictionary<string, string>.Empty;
        if (RegularFile.Read(path, MaxBytes, out var content) is { } problem)
        {
            problems.Add(new ConfigProblem(ProblemCode.File, "", path, null, null, $"the file was skipped: it {problem}"));
            return FrozenDictionary<string, string>.Empty;
        }

        var parsed = EnvFileParser.Parse(Encoding.UTF8.GetString(content), n => process.GetValueOrDefault(n));
        problems.AddRange(parsed.BadLines.Select(line => new ConfigProblem(ProblemCode.Syntax, "", path, line, null, "this line is not NAME=value and was skipped")));
        return parsed.Variables;
    }
}
