using System.Text.Json;
using Haloy.Cli.Api;
using Haloy.Cli.Hosting;
using Haloy.Cli.Servers;
using Haloy.Cli.Targets;
using Haloy.Cli.Terminal;
using Haloy.Config.Env;
using Haloy.Contracts.Logs;
using Haloy.Core;

namespace Haloy.Cli.Commands.Server;

/// <summary>Prints the logs of the chosen servers as they grow, until it is interrupted.</summary>
internal sealed class ServerLogsRun(CommandSession session, bool requests)
{
    public async Task<int> RunAsync(string? server, TargetChoice choice, CancellationToken cancellationToken)
    {
        if (await FindAsync(server, choice, cancellationToken) is not { } servers)
            return ExitCode.Failure;

        session.Terminal.Info("Following the log; Ctrl-C ends it");
        try
        {
            var ended = await Task.WhenAll(servers.Select(s => FollowAsync(session.Apis.For(s), servers.Count > 1, cancellationToken)));
            foreach (var failure in ended)
                session.Terminal.Error(failure);
            return ExitCode.Failure;
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // The way to end it, not a failure.
            return ExitCode.Success;
        }
    }

    /// <summary>The servers, each once; <see langword="null"/> after every problem has been shown.</summary>
    private async Task<IReadOnlyList<ServerConnection>?> FindAsync(string? server, TargetChoice choice, CancellationToken cancellationToken)
    {
        List<Outcome<ServerConnection>> located;
        if (server is not null)
            located = [LocatorWithoutFile().Locate(server)];
        else if (await session.Loader.FindAsync(choice, cancellationToken, orEverything: true) is { } loaded)
            located = [.. loaded.Targets.OrderBy(t => t.Key, StringComparer.Ordinal).Select(loaded.Locator.Locate)];
        else
            return null;

        var failures = located.Where(l => !l.Succeeded).Select(l => l.Failure!).Distinct().ToList();
        failures.ForEach(session.Terminal.Error);
        return failures.Count > 0 ? null : [.. located.Select(l => l.Value!).DistinctBy(s => s.BaseAddress)];
    }

    private ServerLocator LocatorWithoutFile()
    {
        var environment = session.Context.Environment;
        var variables = EnvFiles.Load(environment.WorkingDirectory, environment.ConfigDirectory, configDirectory: null, environment.Variables);
        return new ServerLocator(environment, variables, environment.WorkingDirectory);
    }

    // Ends only by failing: the log has no end.
    private async Task<Failure> FollowAsync(HaloyApi api, bool several, CancellationToken cancellationToken)
    {
        var path = $"v1/server-logs{(requests ? "?access-logs=true" : "")}";
        var opened = await api.OpenStreamAsync(path, "show its log", lastEventId: null, TooOld(api), cancellationToken);
        if (!opened.Succeeded)
            return opened.Failure;

        using var stream = opened.Value;
        try
        {
            await foreach (var item in stream.ReadAsync(cancellationToken))
                Print(api.Server.Name, item.Data, several);
        }
        catch (IOException)
        {
            // Said below.
        }

        return new Failure($"The log of server '{api.Server.Name}' broke off.", "Start 'haloy server logs' again.");
    }

    private void Print(string server, string data, bool several)
    {
        if (Parse(data) is not { } entry)
            return;
        if (session.Json)
            session.Terminal.Json(JsonSerializer.Serialize(new ServerLogOutput(server, entry), JsonLines.Types.ServerLogOutput));
        else
            ServerLogView.Show(several ? session.Terminal.ForTarget(server) : session.Terminal, entry);
    }

    private static LogEntry? Parse(string data)
    {
        try
        {
            return JsonSerializer.Deserialize(data, LogJson.Default.LogEntry);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static Failure TooOld(HaloyApi api) => new($"Server '{api.Server.Name}' does not show its log.", "Upgrade haloyd there.");
}

/// <summary>A line of <c>server logs --json</c>.</summary>
internal sealed record ServerLogOutput(string Server, LogEntry Entry);
