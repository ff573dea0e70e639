using System.Collections.Frozen;
using Haloy.Config.Problems;

namespace Haloy.Config.Env;

/// <summary>Variables from the process and from env files; never changes and never touches the process's own environment.</summary>
public sealed class EnvLookup
{
    private readonly Func<string, EnvLookup> _forTarget;

    internal EnvLookup(IReadOnlyDictionary<string, string> variables, IReadOnlyList<ConfigProblem> problems, Func<string, EnvLookup> forTarget)
    {
        Variables = variables;
        Problems = problems;
        _forTarget = forTarget;
    }

    /// <summary>All variables, as hooks and builds see them.</summary>
    public IReadOnlyDictionary<string, string> Variables { get; }

    /// <summary>Lines of env files that could not be read; they were skipped.</summary>
    public IReadOnlyList<ConfigProblem> Problems { get; }

    /// <summary>The value, or <see langword="null"/>.</summary>
    public string? Get(string name) => Variables.GetValueOrDefault(name);

    /// <summary>The same with <c>.env.&lt;target&gt;</c>, which beats <c>.env</c> and loses to exported variables and <c>.env.local</c>.</summary>
    public EnvLookup ForTarget(string target) => _forTarget(target);
}
