using Haloy.Contracts.Logs;

namespace Haloy.Cli.Tests.Support;

/// <summary>Logs of deployments as the daemon writes them.</summary>
internal static class Entries
{
    public static IReadOnlyList<LogEntry> Success(string app) =>
    [
        Info($"Starting {app}"),
        Info("Replica 1 is ready"),
        Info($"{app} is live") with { Domains = [$"{app}.localhost"], IsDeploymentComplete = true, IsDeploymentSuccess = true },
    ];

    public static IReadOnlyList<LogEntry> Failure(string app) =>
    [
        Info($"Starting {app}"),
        Info("Deployment failed") with
        {
            Level = "ERROR",
            Fields = new Dictionary<string, string> { ["error"] = "replica 1 exited with code 3", ["logs"] = "boot\npanic: no database\n" },
            IsDeploymentComplete = true,
            IsDeploymentFailed = true,
        },
    ];

    private static LogEntry Info(string message) => new() { Message = message, Timestamp = new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero) };
}
