using Haloy.Config.Binding;

namespace Haloy.Config.Schema;

/// <summary>Lists of plain text.</summary>
internal static class TextList
{
    public static ListReader<string> Commands { get; } = new(TextValue.Instance, "a list of commands", "Write each command on its own line after '- '.");

    public static ListReader<string> Volumes { get; } = new(TextValue.Instance, "a list of volumes", "Write each as '- source:/path/in/container'.");

    public static ListReader<string> Hosts { get; } = new(TextValue.Instance, "a list of host names", "Write each host on its own line after '- '.");

    public static OneOrMoreReader<string> OneOrMoreFiles { get; } = new(TextValue.Instance, "a file or a list of files", "Write each file on its own line after '- '.");

    public static ListReader<string> Networks { get; } = new(TextValue.Instance, "a list of addresses and networks", "Write each as '- 203.0.113.7' or '- 10.0.0.0/8'.");
}
