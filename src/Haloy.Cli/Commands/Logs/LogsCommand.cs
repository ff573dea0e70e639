using System.CommandLine;
using Haloy.Cli.Hosting;

namespace Haloy.Cli.Commands.Logs;

/// <summary><c>haloy logs</c>.</summary>
internal static class LogsCommand
{
    public static Command Create(CliContext context)
    {
        var tail = new Option<int>("--tail") { Description = "Lines of history per container", DefaultValueFactory = _ => 100 };
        var container = new Option<string?>("--container") { Description = "Only this container: its id or the start of it" };
        var all = new Option<bool>("--all-containers") { Description = "All containers of the app, each line with its id" };
        var noFollow = new Option<bool>("--no-follow") { Description = "Print the history and return" };
        var raw = new Option<bool>("--raw") { Description = "Nothing but the app's own text" };
        var command = TargetCommand.Create(context, "logs", "Show what the app writes", [tail, container, all, noFollow, raw], (session, choice, parsed, cancellationToken) =>
        {
            var options = new LogsOptions(parsed.GetValue(tail), parsed.GetValue(container), parsed.GetValue(all), !parsed.GetValue(noFollow), parsed.GetValue(raw));
            return new LogsRun(session, options).RunAsync(choice, cancellationToken);
        });
        command.Validators.Add(result =>
        {
            if (result.GetValue(all) && result.GetValue(container) is not null)
                result.AddError("--container and --all-containers exclude each other.");
        });
        return command;
    }
}

/// <summary>What <c>haloy logs</c> was asked.</summary>
internal sealed record LogsOptions(int Tail, string? Container, bool AllContainers, bool Follow, bool Raw)
{
    public string Query() =>
        $"?tail={Tail}"
        + (Container is null ? "" : $"&containerId={Uri.EscapeDataString(Container)}")
        + (AllContainers ? "&allContainers=true" : "")
        + (Follow ? "" : "&follow=false");
}
