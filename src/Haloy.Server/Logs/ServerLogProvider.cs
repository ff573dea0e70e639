using Haloy.Contracts.Logs;
using Haloy.Proxy.Hosting;

namespace Haloy.Server.Logs;

/// <summary>Puts what the daemon logs, with the proxy inside it, into its <see cref="ServerLog"/> as well: the same events that its lines have.</summary>
internal sealed class ServerLogProvider(ServerLog log, LogLevel minimum, TimeProvider time) : ILoggerProvider
{
    private const int RunningEvent = 1001;

    public ILogger CreateLogger(string categoryName) => new Logger(log, LineLoggerProvider.MinimumOf(categoryName, minimum), time);

    public void Dispose()
    {
    }

    private sealed class Logger(ServerLog log, LogLevel minimum, TimeProvider time) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state) where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => logLevel >= minimum && logLevel != LogLevel.None;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            if (!IsEnabled(logLevel))
                return;
            var values = state as IReadOnlyList<KeyValuePair<string, object?>> ?? [];
            var (app, deployment) = (Text(values, "App"), Text(values, "Deployment"));
            log.Append(new()
            {
                Level = Word(logLevel),
                Message = WithoutOwner(formatter(state, exception).Trim(), app, deployment),
                Timestamp = time.GetUtcNow(),
                AppName = app,
                DeploymentId = deployment,
                Fields = exception is null ? null : new Dictionary<string, string> { ["error"] = exception.ToString() },
                IsHaloydInitComplete = eventId.Id == RunningEvent,
            });
        }

        // What an entry has fields for need not stand in its text.
        private static string WithoutOwner(string text, string? app, string? deployment) =>
            $"{app} {deployment}: " is var owner && text.StartsWith(owner, StringComparison.Ordinal) ? text[owner.Length..] : text;

        private static string? Text(IReadOnlyList<KeyValuePair<string, object?>> values, string name) =>
            values.FirstOrDefault(v => v.Key == name).Value?.ToString();

        private static string Word(LogLevel level) => level switch
        {
            LogLevel.Trace or LogLevel.Debug => "DEBUG",
            LogLevel.Information => "INFO",
            LogLevel.Warning => "WARN",
            _ => "ERROR",
        };
    }
}
