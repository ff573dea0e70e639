using System.CommandLine;
using Haloy.Cli.Hosting;
using Haloy.Cli.Targets;
using Haloy.Cli.Terminal;

namespace Haloy.Cli.Commands.Stop;

/// <summary><c>haloy stop</c>.</summary>
internal static class StopCommand
{
    public static Command Create(CliContext context)
    {
        var targets = new TargetOptions();
        var removeContainers = new Option<bool>("--remove-containers", "-r") { Description = "Also remove the stopped containers" };
        var removeVolumes = new Option<bool>("--remove-volumes") { Description = "Also remove the app's volumes and the data in them; needs --remove-containers" };
        var command = new Command("stop", "Stop the app on the server") { removeContainers, removeVolumes };
        targets.AddTo(command);
        command.Validators.Add(result =>
        {
            if (result.GetValue(removeVolumes) && !result.GetValue(removeContainers))
                result.AddError("--remove-volumes needs --remove-containers.");
        });
        command.SetAction((parsed, cancellationToken) => CommandSession.RunAsync(context, json: false, session =>
            RunAsync(session, targets.Read(parsed), parsed.GetValue(removeContainers), parsed.GetValue(removeVolumes), cancellationToken)));
        return command;
    }

    private static async Task<int> RunAsync(
        CommandSession session, TargetChoice choice, bool removeContainers, bool removeVolumes, CancellationToken cancellationToken)
    {
        if (await session.Loader.FindAsync(choice, cancellationToken) is not { } loaded)
            return ExitCode.Failure;

        var outcomes = await EachTarget.RunAsync(
            loaded, session.Apis, (target, api) => api.StopAsync(target.Config.Name ?? target.Key, removeContainers, removeVolumes, cancellationToken));
        var stopping = outcomes.Where(o => o.Result.Succeeded).Select(o => o.App).ToList();
        if (stopping.Count > 0)
            session.Terminal.Info($"Stopping {string.Join(", ", stopping)}; see how it ends with 'haloy status{choice.AsFlags()}'");
        return outcomes.ShowFailures(session.Terminal) ? ExitCode.Success : ExitCode.Failure;
    }
}
