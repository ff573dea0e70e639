using System.CommandLine;
using System.Text.Json;
using Haloy.Cli.Hosting;
using Haloy.Cli.Targets;
using Haloy.Contracts.Api;

namespace Haloy.Cli.Commands.Status;

/// <summary><c>haloy status</c>.</summary>
internal static class StatusCommand
{
    public static Command Create(CliContext context) =>
        TargetCommand.Create(context, "status", "Show what runs on the server", [], static (session, choice, _, cancellationToken) => RunAsync(session, choice, cancellationToken));

    private static async Task<int> RunAsync(CommandSession session, TargetChoice choice, CancellationToken cancellationToken)
    {
        if (await session.Loader.FindAsync(choice, cancellationToken) is not { } loaded)
            return ExitCode.Failure;

        var outcomes = await EachTarget.RunAsync(loaded, session.Apis, (target, api) => api.GetStatusAsync(target.Config.Name ?? target.Key, cancellationToken));
        if (session.Json)
            session.Terminal.Json(JsonSerializer.Serialize([.. outcomes.Select(StatusOutput.Of)], JsonLines.Types.IReadOnlyListStatusOutput));
        else
        {
            foreach (var outcome in outcomes.Where(o => o.Result.Succeeded))
                StatusView.Show(session.Terminal, outcome.App, outcome.Server, outcome.Result.Value!);
        }

        return outcomes.ShowFailures(session.Terminal) ? ExitCode.Success : ExitCode.Failure;
    }
}

/// <summary>One target in <c>status --json</c>.</summary>
internal sealed record StatusOutput(string Target, string App, string Server, StatusResponse? Status, string? Error)
{
    public static StatusOutput Of(TargetOutcome<StatusResponse> outcome) =>
        new(outcome.Target.Key, outcome.App, outcome.Server, outcome.Result.Value, outcome.Result.Failure?.Message);
}
