using System.Text;
using Haloy.Config.Problems;
using Haloy.Contracts.Api;

namespace Haloy.Config.Targets;

/// <summary>
/// Puts <c>${NAME}</c> in literal values to the value of that variable of the same target (spec/client §1.12). Values that came from a
/// reference are only inserted, never scanned: a secret may contain anything.
/// </summary>
internal sealed class EnvInterpolation
{
    private const int MaxDepth = 64;

    // Linux takes no longer string into a new process (MAX_ARG_STRLEN); also stops values that double at each step.
    private const int MaxLength = 128 * 1024;

    private readonly IReadOnlyList<EnvVar> _env;
    private readonly IReadOnlyList<EnvVar> _written;
    private readonly ISet<string> _sensitive;
    private readonly Dictionary<string, int> _byName;
    private readonly string?[] _done;
    private readonly List<int> _chain = [];
    private readonly List<ConfigProblem> _problems = [];

    private EnvInterpolation(IReadOnlyList<EnvVar> env, IReadOnlyList<EnvVar> written, ISet<string> sensitive)
    {
        _env = env;
        _written = written;
        _byName = new Dictionary<string, int>(env.Count, StringComparer.Ordinal);
        _sensitive = sensitive;
        _done = new string?[env.Count];
        // The last of several with one name is the one that is meant.
        for (var i = 0; i < env.Count; i++)
            _byName[env[i].Name ?? ""] = i;
    }

    /// <summary>
    /// The variables with their final values; <paramref name="written"/> are the same as the file has them, references not replaced. What a
    /// sensitive value was put into becomes <paramref name="sensitive"/> itself.
    /// </summary>
    public static IReadOnlyList<EnvVar> Apply(IReadOnlyList<EnvVar> env, IReadOnlyList<EnvVar> written, ISet<string> sensitive, List<ConfigProblem> problems)
    {
        // Most targets have nothing to put in.
        if (!env.Any(v => v.Value?.Contains("${", StringComparison.Ordinal) == true))
            return env;
        var run = new EnvInterpolation(env, written, sensitive);
        var result = new List<EnvVar>(env.Count);
        for (var i = 0; i < env.Count; i++)
            result.Add(run.ValueOf(i) is var value && ReferenceEquals(value, env[i].Value) ? env[i] : env[i] with { Value = value });
        problems.AddRange(run._problems);
        return result;
    }

    private string? ValueOf(int index)
    {
        if (_done[index] is { } known)
            return known;
        var value = _env[index].Value;
        if (value is null || _written[index].From is not null || !value.Contains("${", StringComparison.Ordinal))
            return _done[index] = value;
        if (_chain.IndexOf(index) is var start and >= 0)
        {
            ReportCycle(_chain[start..]);
            return value;
        }

        if (_chain.Count == MaxDepth)
        {
            Report(index, $"the variable {_env[index].Name} is reached through more than {MaxDepth} others", "Shorten the chain of ${…}.");
            return _done[index] = value;
        }

        _chain.Add(index);
        var expanded = Expand(index, value);
        _chain.RemoveAt(_chain.Count - 1);
        return _done[index] = expanded;
    }

    private string Expand(int self, string value)
    {
        var result = new StringBuilder();
        var from = 0;
        while (value.IndexOf("${", from, StringComparison.Ordinal) is var open and >= 0)
        {
            var close = value.IndexOf('}', open);
            var name = close < 0 ? "" : value[(open + 2)..close];
            // A secret that was not looked up has nothing to put in yet: what is written stays.
            if (IsName(name) && _byName.TryGetValue(name, out var index) && _env[index].From is null)
            {
                result.Append(value, from, open - from).Append(ValueOf(index));
                if (_sensitive.Contains(Path(index)))
                    _sensitive.Add(Path(self));
                from = close + 1;
                if (result.Length > MaxLength)
                {
                    Report(self, $"the value of {_env[self].Name} becomes longer than {MaxLength / 1024} KiB", "Linux allows no longer variables.");
                    return "";
                }
            }
            else
            {
                result.Append(value, from, open + 2 - from);
                from = open + 2;
            }
        }

        return result.Append(value, from, value.Length - from).ToString();
    }

    private void ReportCycle(List<int> cycle)
    {
        var names = string.Join(" → ", cycle.Append(cycle[0]).Select(i => _env[i].Name));
        Report(
            cycle[0],
            cycle.Count == 1 ? $"the variable {_env[cycle[0]].Name} refers to itself" : $"these variables refer to each other in a circle: {names}",
            "Give one of them a value without ${…}.");
    }

    private void Report(int index, string message, string hint) =>
        _problems.Add(ConfigProblem.At(ProblemCode.Reference, $"{Path(index)}.value", message, hint));

    private static string Path(int index) => $"env[{index}]";

    private static bool IsName(string text) =>
        text.Length > 0 && !char.IsAsciiDigit(text[0]) && text.All(c => char.IsAsciiLetterOrDigit(c) || c == '_');
}
