using Haloy.Cli.Terminal;
using Haloy.Contracts.Logs;

namespace Haloy.Cli.Deployments;

/// <summary>Shows a deployment's log entries as steps (spec/client §5.4).</summary>
internal static class LogEntryView
{
    public static void Show(ITerminal terminal, LogEntry entry, Func<string, string> urlOf)
    {
        var text = entry.Message;
        if (Field(entry, "error") is { } error)
            text += $": {error}";
        if (entry.Domains is { Count: > 0 } domains)
            text += entry.IsDeploymentSuccess ? $" → {string.Join(", ", domains.Select(urlOf))}" : $" ({string.Join(", ", domains)})";
        if (Field(entry, "logs") is { } logs)
            text += $"\n{string.Join('\n', logs.TrimEnd().Split('\n').Select(l => $"  {l}"))}";
        terminal.Write(KindOf(entry), text);
    }

    private static string? Field(LogEntry entry, string name) =>
        entry.Fields is { } fields && fields.TryGetValue(name, out var value) && value.Length > 0 ? value : null;

    private static MessageKind KindOf(LogEntry entry) => entry.Level switch
    {
        "ERROR" => MessageKind.Error,
        "WARN" => MessageKind.Warning,
        "DEBUG" => MessageKind.Debug,
        _ => entry.IsDeploymentSuccess ? MessageKind.Success : MessageKind.Info,
    };
}
