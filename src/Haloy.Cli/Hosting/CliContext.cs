using Haloy.Cli.Deployments;
using Haloy.Cli.Terminal;

namespace Haloy.Cli.Hosting;

/// <summary>What every command is given.</summary>
internal sealed record CliContext(CliEnvironment Environment, TextWriter Output, TextWriter Error, TextReader Input, TimeProvider Time)
{
    // Some pseudo-terminals report no width at all.
    private const int NarrowestTerminal = 20;

    /// <summary>What the streams are, before a command's own flags.</summary>
    public TerminalOptions Terminal { get; init; } = new();

    public static CliContext OfProcess()
    {
        var environment = CliEnvironment.OfProcess();
        var colours = environment.Variable("NO_COLOR") is null && environment.Variable("TERM") != "dumb";
        return new CliContext(environment, Console.Out, Console.Error, Console.In, TimeProvider.System)
        {
            Terminal = new TerminalOptions
            {
                Interactive = !Console.IsOutputRedirected && environment.Variable("TERM") != "dumb",
                Colour = colours && !Console.IsOutputRedirected,
                ErrorColour = colours && !Console.IsErrorRedirected,
                Width = Console.IsOutputRedirected || Console.WindowWidth < NarrowestTerminal ? null : Console.WindowWidth,
            },
        };
    }

    /// <summary>Deployments this run would leave behind.</summary>
    public AcceptedDeployments Accepted { get; } = new();

    /// <summary>The terminal for one command.</summary>
    public ITerminal OpenTerminal(bool json) => new ConsoleTerminal(Output, Error, json ? WithHumanTextOnError() : Terminal);

    // Lines are redrawn only where stdout is the terminal: next to machine output they would be noise.
    private TerminalOptions WithHumanTextOnError() => Terminal with { Json = true, Interactive = false };
}
