using System.Globalization;
using Haloy.Cli.Deployments;
using Haloy.Cli.Terminal;
using Haloy.Contracts.Logs;

namespace Haloy.Cli.Commands.Server;

/// <summary>Shows entries of a server's log, each with its time and the beginning of its deployment's id (spec/client §3); requests in one line.</summary>
internal static class ServerLogView
{
    private const string Request = "request";
    private const int ShortId = 8;

    public static void Show(ITerminal terminal, LogEntry entry)
    {
        var prefix = terminal.Paint(Colour.Grey, $"{Time(entry)} {Owner(entry)}");
        if (entry is { Message: Request, Fields: { } fields })
            terminal.Write(MessageKind.Plain, prefix + Line(terminal, fields));
        else
            LogEntryView.Show(terminal, entry with { Message = prefix + entry.Message }, urlOf: domain => domain);
    }

    private static string Time(LogEntry entry) => entry.Timestamp.ToLocalTime().ToString("HH:mm:ss", CultureInfo.InvariantCulture);

    private static string Owner(LogEntry entry) => entry.DeploymentId is not { Length: > 0 } id ? "" : id.Length > ShortId ? id[..ShortId] + " " : id + " ";

    private static string Line(ITerminal terminal, IReadOnlyDictionary<string, string> fields)
    {
        var status = Field("status");
        var ended = Field("ended") is { Length: > 0 } way ? $" {terminal.Paint(Colour.Red, way)}" : "";
        return $"{terminal.Paint(ColourOf(status), status)} {Field("method"),-4} {Field("host")}{Field("path")}{ended}"
            + terminal.Paint(Colour.Grey, $"  {Duration()} {Size()} {Field("remote_addr")}");

        string Field(string name) => ScreenText.Cell(fields.GetValueOrDefault(name) ?? "");
        string Duration() => double.TryParse(Field("duration_ms"), CultureInfo.InvariantCulture, out var ms) ? $"{ms.ToString("0.0", CultureInfo.InvariantCulture)} ms" : "";
        string Size() => long.TryParse(Field("bytes"), CultureInfo.InvariantCulture, out var bytes) ? Amounts.Bytes(bytes) : "";
    }

    private static Colour ColourOf(string status) => status switch
    {
        ['2', ..] => Colour.Green,
        ['3', ..] or ['1', ..] => Colour.Blue,
        ['4', ..] => Colour.Amber,
        _ => Colour.Red,
    };
}
