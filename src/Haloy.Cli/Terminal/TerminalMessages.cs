using Haloy.Core;

namespace Haloy.Cli.Terminal;

/// <summary>Short names for the kinds of message.</summary>
internal static class TerminalMessages
{
    public static void Plain(this ITerminal terminal, string text) => terminal.Write(MessageKind.Plain, text);

    public static void Info(this ITerminal terminal, string text) => terminal.Write(MessageKind.Info, text);

    public static void Success(this ITerminal terminal, string text) => terminal.Write(MessageKind.Success, text);

    public static void Warn(this ITerminal terminal, string text) => terminal.Write(MessageKind.Warning, text);

    public static void Error(this ITerminal terminal, string text) => terminal.Write(MessageKind.Error, text);

    public static void Error(this ITerminal terminal, Failure failure) => terminal.Write(MessageKind.Error, failure.ToString());
}
