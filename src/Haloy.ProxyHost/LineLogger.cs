using Microsoft.Extensions.Logging;

namespace Haloy.ProxyHost;

/// <summary>Writes one line per event to a stream the service manager keeps: level, event, message. Time stamps are the journal's.</summary>
internal sealed class LineLoggerProvider(TextWriter output) : ILoggerProvider
{
    private readonly TextWriter _output = TextWriter.Synchronized(output);

    public ILogger CreateLogger(string categoryName) => new LineLogger(categoryName, _output);

    public void Dispose()
    {
    }

    private sealed class LineLogger(string category, TextWriter output) : ILogger
    {
        // Kestrel's own notes are about its insides; what matters to an operator it says at warning or above.
        private readonly LogLevel _minimum = category.StartsWith("Haloy", StringComparison.Ordinal) ? LogLevel.Information : LogLevel.Warning;

        public IDisposable? BeginScope<TState>(TState state) where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => logLevel >= _minimum;

        public void Log<TState>(
            LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            if (IsEnabled(logLevel))
                output.WriteLine($"{Word(logLevel)} [{eventId.Id}] {formatter(state, exception)}{(exception is null ? "" : $": {exception}")}");
        }

        private static string Word(LogLevel level) => level switch
        {
            LogLevel.Critical or LogLevel.Error => "error",
            LogLevel.Warning => "warn",
            LogLevel.Information => "info",
            _ => "debug",
        };
    }
}
