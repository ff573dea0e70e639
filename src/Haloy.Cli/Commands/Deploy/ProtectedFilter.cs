using Haloy.Cli.Targets;
using Haloy.Cli.Terminal;
using Haloy.Config.Targets;

namespace Haloy.Cli.Commands.Deploy;

/// <summary>Leaves protected targets out of <c>--all</c> (spec/client §1.16).</summary>
internal static class ProtectedFilter
{
    /// <summary>What is to be deployed, or <see langword="null"/> after saying that nothing remains.</summary>
    public static LoadedTargets? Apply(LoadedTargets loaded, DeployOptions options, ITerminal terminal)
    {
        if (options.Choice.Selection != TargetSelection.All || options.IncludeProtected)
            return loaded;

        var skipped = loaded.Targets.Where(t => t.Config.Protected == true).Select(t => t.Key).ToList();
        if (skipped.Count == 0)
            return loaded;

        terminal.Warn($"Left out, because they are protected: {string.Join(", ", skipped)}\nInclude them with --include-protected, or name them with --target.");
        if (skipped.Count < loaded.Targets.Count)
            return loaded with { Targets = [.. loaded.Targets.Where(t => t.Config.Protected != true)] };

        terminal.Error("Nothing is left to deploy: all targets are protected.");
        return null;
    }
}
