using Haloy.Config.Binding;

namespace Haloy.Config.Schema;

/// <summary>Lists of plain text.</summary>
internal static class TextList
{
    public static ListReader<string> Commands { get; } = new(TextValue.Instance, "a list of commands", "Write each command on its own line after '- '.");

    public static ListReader<string> ProgramAndArguments { get; } = new(TextValue.Instance, "a list of a program and its arguments", "Write it as [program, argument]; no shell reads it.");

    public static ListReader<string> Volumes { get; } = new(TextValue.Instance, "a list of volumes", "Write each as '- source:/path/in/container'.");

    public static ListReader<string> Hosts { get; } = new(TextValue.Instance, "a list of host names", "Write each host on its own line after '- '.");
}
