using System.Globalization;
using Microsoft.Extensions.Logging;

namespace Haloy.Proxy.Hosting;

/// <summary>Writes one line an event, for the service manager to keep: time, level, event id, message. Both daemons log like this.</summary>
public sealed class LineLoggerProvider(TextWriter output, LogLevel minimum, TimeProvider time) : ILoggerProvider
{
    // What this one says of a failed start is thrown as well, and told to the operator in our words.
    private const string WebHost = "Microsoft.Extensions.Hosting.Internal.Host";

    private readonly TextWriter _output = TextWriter.Synchronized(output);

    /// <inheritdoc/>
    public ILogger CreateLogger(string categoryName) => new LineLogger(
        _output,
        // What the web server says of single connections is about what strangers send, and comes with stack traces; what ends it is critical.
        categoryName == WebHost ? LogLevel.None
            : categoryName.StartsWith("Haloy.", StringComparison.Ordinal) ? minimum : LogLevel.Critical,
        time);

    /// <inheritdoc/>
    public void Dispose()
    {
    }

    private sealed class LineLogger(TextWriter output, LogLevel minimum, TimeProvider time) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state) where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => logLevel >= minimum && logLevel != LogLevel.None;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            if (!IsEnabled(logLevel))
                return;

            var now = time.GetUtcNow().ToString("yyyy-MM-ddTHH:mm:ss.fffZ", CultureInfo.InvariantCulture);
            var line = $"{now} {Word(logLevel)} [{eventId.Id}] {formatter(state, exception).TrimEnd()}";
            output.WriteLine(exception is null ? line : $"{line}\n{exception}");
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
