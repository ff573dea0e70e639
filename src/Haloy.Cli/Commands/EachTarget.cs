using Haloy.Cli.Api;
using Haloy.Cli.Targets;
using Haloy.Cli.Terminal;
using Haloy.Config.Targets;
using Haloy.Core;

namespace Haloy.Cli.Commands;

/// <summary>Asks the servers of all chosen targets at once; one that fails does not stop the others.</summary>
internal static class EachTarget
{
    public static async Task<IReadOnlyList<TargetOutcome<T>>> RunAsync<T>(
        LoadedTargets loaded, HaloyApiFactory apis, Func<ResolvedTarget, HaloyApi, Task<Outcome<T>>> ask) =>
        await Task.WhenAll(loaded.Targets.Select(async target =>
        {
            var server = loaded.Locator.Locate(target);
            return server.Succeeded
                ? new TargetOutcome<T>(target, server.Value.Name, await ask(target, apis.For(server.Value)))
                : new TargetOutcome<T>(target, target.Config.Server ?? "", server.Failure);
        }));

    /// <summary>Shows what went wrong, each with its target when there are several; whether nothing did.</summary>
    public static bool ShowFailures<T>(this IReadOnlyList<TargetOutcome<T>> outcomes, ITerminal terminal)
    {
        foreach (var failed in outcomes.Where(o => !o.Result.Succeeded))
            (outcomes.Count > 1 ? terminal.ForTarget(failed.Target.Key) : terminal).Error(failed.Result.Failure!);
        return outcomes.All(o => o.Result.Succeeded);
    }
}

/// <summary>What a target's server answered.</summary>
internal sealed record TargetOutcome<T>(ResolvedTarget Target, string Server, Outcome<T> Result)
{
    public string App => Target.Config.Name ?? Target.Key;
}
