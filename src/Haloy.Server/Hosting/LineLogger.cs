using System.Globalization;

namespace Haloy.Server.Hosting;

/// <summary>Writes one line an event to standard output, where the service manager collects it: time, level, message.</summary>
internal sealed class LineLoggerProvider(TimeProvider time, LogLevel minimum) : ILoggerProvider
{
    public ILogger CreateLogger(string categoryName) => new LineLogger(
        time,
        // What the web server itself says is only wanted when it is a problem.
        categoryName.StartsWith("Haloy.", StringComparison.Ordinal) ? minimum : LogLevel.Warning);

    public void Dispose()
    {
    }

    private sealed class LineLogger(TimeProvider time, LogLevel minimum) : ILogger
    {
        private static readonly Lock Output = new();

        public IDisposable? BeginScope<TState>(TState state) where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => logLevel >= minimum && logLevel != LogLevel.None;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            if (!IsEnabled(logLevel))
                return;

            var now = time.GetUtcNow().ToString("yyyy-MM-ddTHH:mm:ss.fffZ", CultureInfo.InvariantCulture);
            var line = $"{now} {Word(logLevel)} {formatter(state, exception).TrimEnd()}";
            lock (Output)
            {
                Console.Out.WriteLine(line);
                if (exception is not null)
                    Console.Out.WriteLine(exception);
            }
        }

        private static string Word(LogLevel level) => level switch
        {
            LogLevel.Trace or LogLevel.Debug => "DEBUG",
            LogLevel.Information => "INFO ",
            LogLevel.Warning => "WARN ",
            _ => "ERROR",
        };
    }
}
