using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Json;
using Microsoft.Extensions.Logging;

namespace Haloy.Proxy.Hosting;

/// <summary>How an event is written down: a line for people, or a line of JSON for programs (<c>HALOY_LOG_FORMAT=json</c>).</summary>
public enum LogFormat
{
    /// <summary>Time, level, event id, message; an exception on the lines below.</summary>
    Text,

    /// <summary>An object: <c>time</c>, <c>level</c>, <c>event</c>, <c>message</c>, the message's own values in <c>fields</c>, <c>exception</c>.</summary>
    Json,
}

/// <summary>Writes events as lines.</summary>
internal static class LogLine
{
    private const string OriginalFormat = "{OriginalFormat}";

    /// <summary>The line, or lines, of an event.</summary>
    public static string Of<TState>(LogFormat format, DateTimeOffset at, LogLevel level, EventId id, string message, TState state, Exception? exception) =>
        format == LogFormat.Json ? Json(at, level, id, message, state, exception) : Text(at, level, id, message, exception);

    private static string Text(DateTimeOffset at, LogLevel level, EventId id, string message, Exception? exception)
    {
        var line = $"{Time(at)} {Word(level),-5} [{id.Id}] {message}";
        return exception is null ? line : $"{line}\n{exception}";
    }

    private static string Json<TState>(DateTimeOffset at, LogLevel level, EventId id, string message, TState state, Exception? exception)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer))
        {
            writer.WriteStartObject();
            writer.WriteString("time", Time(at));
            writer.WriteString("level", Word(level));
            writer.WriteNumber("event", id.Id);
            writer.WriteString("message", message);
            WriteFields(writer, state as IReadOnlyList<KeyValuePair<string, object?>> ?? []);
            if (exception is not null)
                writer.WriteString("exception", exception.ToString());
            writer.WriteEndObject();
        }

        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }

    private static void WriteFields(Utf8JsonWriter writer, IReadOnlyList<KeyValuePair<string, object?>> values)
    {
        if (!values.Any(v => v.Key != OriginalFormat))
            return;
        writer.WriteStartObject("fields");
        foreach (var (name, value) in values)
        {
            if (name != OriginalFormat)
                writer.WriteString(JsonNamingPolicy.SnakeCaseLower.ConvertName(name), Convert.ToString(value, CultureInfo.InvariantCulture));
        }

        writer.WriteEndObject();
    }

    private static string Time(DateTimeOffset at) => at.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ss.fffZ", CultureInfo.InvariantCulture);

    private static string Word(LogLevel level) => level switch
    {
        LogLevel.Trace or LogLevel.Debug => "DEBUG",
        LogLevel.Information => "INFO",
        LogLevel.Warning => "WARN",
        _ => "ERROR",
    };
}
