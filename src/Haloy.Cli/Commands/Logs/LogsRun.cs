using System.Text.Json;
using Haloy.Cli.Api;
using Haloy.Cli.Hosting;
using Haloy.Cli.Targets;
using Haloy.Cli.Terminal;
using Haloy.Contracts.Logs;
using Haloy.Core;

namespace Haloy.Cli.Commands.Logs;

/// <summary>Prints the output of the chosen apps as it comes.</summary>
internal sealed class LogsRun(CommandSession session, LogsOptions options)
{
    private const int ShortId = 12;

    public async Task<int> RunAsync(TargetChoice choice, CancellationToken cancellationToken)
    {
        if (await session.Loader.FindAsync(choice, cancellationToken) is not { } loaded)
            return ExitCode.Failure;

        if (options is { Follow: true, Raw: false })
            session.Terminal.Info("Following the log; Ctrl-C ends it");
        try
        {
            var outcomes = await EachTarget.RunAsync(
                loaded, session.Apis, (target, api) => PrintAsync(target.Key, target.Config.Name ?? target.Key, api, loaded.Several, cancellationToken));
            return outcomes.ShowFailures(session.Terminal) ? ExitCode.Success : ExitCode.Failure;
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // The way to end it, not a failure.
            return ExitCode.Success;
        }
    }

    private async Task<Outcome<bool>> PrintAsync(string target, string app, HaloyApi api, bool several, CancellationToken cancellationToken)
    {
        var path = $"v1/logs/{Uri.EscapeDataString(app)}{options.Query()}";
        var opened = await api.OpenStreamAsync(path, $"show the log of '{app}'", lastEventId: null, NotRunning(app, api), cancellationToken);
        if (!opened.Succeeded)
            return opened.Failure;

        using var stream = opened.Value;
        try
        {
            await foreach (var item in stream.ReadAsync(cancellationToken))
                Print(target, app, item.Data, several);
            return true;
        }
        catch (IOException)
        {
            return new Failure($"The log stream of '{app}' from server '{api.Server.Name}' broke off.", "Start 'haloy logs' again.");
        }
    }

    private void Print(string target, string app, string data, bool several)
    {
        if (Parse(data) is not { } line)
            return;

        var prefix = options.AllContainers && !options.Raw ? $"[{Short(line.ContainerId)}] " : "";
        if (session.Json)
            session.Terminal.Json(JsonSerializer.Serialize(new LogLineOutput(target, app, line.ContainerId, line.Line), JsonLines.Types.LogLineOutput));
        else if (several && !options.Raw)
            session.Terminal.ForTarget(target).Info(prefix + line.Line);
        else
            session.Terminal.Line(prefix + line.Line);
    }

    private static AppLogLine? Parse(string data)
    {
        try
        {
            return JsonSerializer.Deserialize(data, LogJson.Default.AppLogLine);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static Failure NotRunning(string app, HaloyApi api) =>
        new($"App '{app}' has no running container on server '{api.Server.Name}'.", "See its state with 'haloy status'.");

    private static string Short(string id) => id.Length > ShortId ? id[..ShortId] : id;
}

/// <summary>A line of <c>logs --json</c>.</summary>
internal sealed record LogLineOutput(string Target, string App, string ContainerId, string Line);
