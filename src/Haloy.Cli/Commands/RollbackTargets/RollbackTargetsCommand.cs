using System.CommandLine;
using System.Text.Json;
using Haloy.Cli.Hosting;
using Haloy.Cli.Targets;
using Haloy.Cli.Terminal;
using Haloy.Contracts.Api;
using Haloy.Core;

namespace Haloy.Cli.Commands.RollbackTargets;

/// <summary><c>haloy rollback-targets</c>.</summary>
internal static class RollbackTargetsCommand
{
    public static Command Create(CliContext context) =>
        TargetCommand.Create(context, "rollback-targets", "List the deployments that 'haloy rollback' can return to", [],
            static (session, choice, _, cancellationToken) => RunAsync(session, choice, cancellationToken));

    private static async Task<int> RunAsync(CommandSession session, TargetChoice choice, CancellationToken cancellationToken)
    {
        if (await session.Loader.FindAsync(choice, cancellationToken) is not { } loaded)
            return ExitCode.Failure;

        var outcomes = await EachTarget.RunAsync(
            loaded, session.Apis, (target, api) => api.GetRollbackTargetsAsync(target.Config.Name ?? target.Key, cancellationToken));
        if (session.Json)
            session.Terminal.Json(JsonSerializer.Serialize([.. outcomes.Select(RollbackTargetsOutput.Of)], JsonLines.Types.IReadOnlyListRollbackTargetsOutput));
        else
        {
            foreach (var outcome in outcomes.Where(o => o.Result.Succeeded))
                Show(session, outcome.App, outcome.Result.Value!.Targets ?? [], choice);
        }

        return outcomes.ShowFailures(session.Terminal) ? ExitCode.Success : ExitCode.Failure;
    }

    private static void Show(CommandSession session, string app, IReadOnlyList<RollbackTarget> earlier, TargetChoice choice)
    {
        if (earlier.Count == 0)
        {
            session.Terminal.Info($"There is no earlier deployment of {app} to return to.");
            return;
        }

        var now = session.Context.Time.GetUtcNow();
        var table = new Table("DEPLOYMENT ID", "IMAGE REFERENCE", "DATE");
        foreach (var target in earlier)
            table.Add(target.DeploymentId, target.ImageRef, Ulid.Time(target.DeploymentId) is { } made ? Amounts.Ago(now - made) : "N/A");
        session.Terminal.Info($"Earlier deployments of {app}:");
        session.Terminal.Table(table);
        session.Terminal.Info($"Return to one with 'haloy rollback <deployment-id>{choice.AsFlags()}'");
    }
}

/// <summary>One target in <c>rollback-targets --json</c>.</summary>
internal sealed record RollbackTargetsOutput(string Target, string App, string Server, IReadOnlyList<RollbackTargetOutput>? Deployments, string? Error)
{
    public static RollbackTargetsOutput Of(TargetOutcome<RollbackTargetsResponse> outcome) => new(
        outcome.Target.Key,
        outcome.App,
        outcome.Server,
        outcome.Result.Succeeded ? [.. (outcome.Result.Value.Targets ?? []).Select(RollbackTargetOutput.Of)] : null,
        outcome.Result.Failure?.Message);
}

/// <summary>One earlier deployment; <paramref name="Date"/> is known when the id is a ULID.</summary>
internal sealed record RollbackTargetOutput(string DeploymentId, string ImageRef, DateTimeOffset? Date)
{
    public static RollbackTargetOutput Of(RollbackTarget target) => new(target.DeploymentId, target.ImageRef, Ulid.Time(target.DeploymentId));
}
