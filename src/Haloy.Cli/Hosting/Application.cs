using System.CommandLine;
using System.CommandLine.Help;
using Haloy.Cli.Commands.ConfigSchema;
using Haloy.Cli.Commands.Deploy;
using Haloy.Cli.Commands.Init;
using Haloy.Cli.Commands.Logs;
using Haloy.Cli.Commands.Rollback;
using Haloy.Cli.Commands.RollbackTargets;
using Haloy.Cli.Commands.Server;
using Haloy.Cli.Commands.Status;
using Haloy.Cli.Commands.Stop;
using Haloy.Cli.Commands.Targets;
using Haloy.Cli.Commands.ValidateConfig;
using Haloy.Cli.Commands.Version;
using Haloy.Cli.Terminal;

namespace Haloy.Cli.Hosting;

/// <summary>Parses the command line, runs a command and turns every end into an exit code.</summary>
internal static class Application
{
    public static async Task<int> RunAsync(IReadOnlyList<string> arguments, CliContext context, CancellationToken cancellationToken)
    {
        var parsed = CreateRoot(context).Parse(arguments);
        if (UsageErrors.Of(parsed) is { Count: > 0 } errors)
        {
            var terminal = context.OpenTerminal(json: false);
            foreach (var error in errors)
                terminal.Error(error);
            return ExitCode.Failure;
        }

        try
        {
            var streams = new InvocationConfiguration
            {
                Output = context.Output,
                Error = context.Error,
                EnableDefaultExceptionHandler = false,
                ProcessTerminationTimeout = null,
            };
            return await parsed.InvokeAsync(streams, cancellationToken);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            var terminal = context.OpenTerminal(json: false);
            terminal.Warn("Interrupted");
            context.Accepted.Explain(terminal);
            return ExitCode.Interrupted;
        }
        catch (Exception e) when (context.Environment.Variable("HALOY_DEBUG") is null)
        {
            context.OpenTerminal(json: false).Error($"haloy has a defect: {e.GetType().Name}: {e.Message}\nRun it again with HALOY_DEBUG=1 and report what it prints.");
            return ExitCode.Failure;
        }
    }

    internal static RootCommand CreateRoot(CliContext context)
    {
        var root = new RootCommand("Deploy Docker apps onto your own servers.")
        {
            InitCommand.Create(context),
            DeployCommand.Create(context),
            StatusCommand.Create(context),
            LogsCommand.Create(context),
            StopCommand.Create(context),
            RollbackCommand.Create(context),
            RollbackTargetsCommand.Create(context),
            ValidateConfigCommand.Create(context),
            TargetsCommand.Create(context),
            ConfigCommand.Create(context),
            ServerCommand.Create(context),
            VersionCommand.Create(context),
        };
        root.SetAction(new HelpAction().Invoke);
        return root;
    }
}
