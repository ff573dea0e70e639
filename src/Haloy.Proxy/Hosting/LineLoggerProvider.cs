using Haloy.Core;
using Microsoft.Extensions.Logging;

namespace Haloy.Proxy.Hosting;

/// <summary>Writes one line an event, for the service manager to keep. Both daemons log like this.</summary>
public sealed class LineLoggerProvider(TextWriter output, LogFormat format, LogLevel minimum, TimeProvider time) : ILoggerProvider
{
    // What this one says of a failed start is thrown as well, and told to the operator in our words.
    private const string WebHost = "Microsoft.Extensions.Hosting.Internal.Host";

    private readonly TextWriter _output = TextWriter.Synchronized(output);

    /// <summary>What the environment asks for: <c>HALOY_LOG_FORMAT=json</c> or <c>text</c>.</summary>
    public static Outcome<LogFormat> FormatOf(Func<string, string?> environment) => environment("HALOY_LOG_FORMAT") switch
    {
        null or "" or "text" => LogFormat.Text,
        "json" => LogFormat.Json,
        var other => new Failure($"HALOY_LOG_FORMAT '{other}' is not a format of the log.", "Set it to 'json' or 'text'."),
    };

    /// <summary>From which level on a category is logged when ours are from <paramref name="minimum"/> on.</summary>
    public static LogLevel MinimumOf(string categoryName, LogLevel minimum) =>
        // What the web server says of single connections is about what strangers send, and comes with stack traces; what ends it is critical.
        categoryName == WebHost ? LogLevel.None
            : categoryName.StartsWith("Haloy.", StringComparison.Ordinal) ? minimum : LogLevel.Critical;

    /// <inheritdoc/>
    public ILogger CreateLogger(string categoryName) => new LineLogger(_output, format, MinimumOf(categoryName, minimum), time);

    /// <inheritdoc/>
    public void Dispose()
    {
    }

    private sealed class LineLogger(TextWriter output, LogFormat format, LogLevel minimum, TimeProvider time) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state) where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => logLevel >= minimum && logLevel != LogLevel.None;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            if (IsEnabled(logLevel))
                output.WriteLine(LogLine.Of(format, time.GetUtcNow(), logLevel, eventId, formatter(state, exception).TrimEnd(), state, exception));
        }
    }
}
