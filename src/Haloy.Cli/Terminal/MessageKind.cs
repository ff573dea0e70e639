namespace Haloy.Cli.Terminal;

/// <summary>What a line tells; decides symbol, colour and stream.</summary>
internal enum MessageKind
{
    /// <summary>No symbol: output of something else.</summary>
    Plain,
    Info,
    Success,
    Debug,
    Warning,
    Error,
}
