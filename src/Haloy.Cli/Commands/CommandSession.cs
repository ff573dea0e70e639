using Haloy.Cli.Api;
using Haloy.Cli.Hosting;
using Haloy.Cli.Secrets;
using Haloy.Cli.Targets;
using Haloy.Cli.Terminal;

namespace Haloy.Cli.Commands;

/// <summary>What one run of a command works with.</summary>
internal sealed class CommandSession : IDisposable
{
    private CommandSession(CliContext context, ITerminal terminal, HaloyApiFactory apis, bool json)
    {
        Context = context;
        Terminal = terminal;
        Apis = apis;
        Json = json;
        Secrets = new SecretResolver(new SecretFetcher(context, terminal, interactive: context.Terminal.Interactive && !json));
    }

    public CliContext Context { get; }

    public ITerminal Terminal { get; }

    public HaloyApiFactory Apis { get; }

    /// <summary>Whether stdout is for machines.</summary>
    public bool Json { get; }

    public SecretResolver Secrets { get; }

    public TargetLoader Loader => new(Context, Terminal, Secrets);

    public static async Task<int> RunAsync(CliContext context, bool json, Func<CommandSession, Task<int>> body)
    {
        var terminal = context.OpenTerminal(json);
        var apis = HaloyApiFactory.Create(context.Environment, context.Time);
        if (!apis.Succeeded)
        {
            terminal.Error(apis.Failure);
            return ExitCode.Failure;
        }

        using var session = new CommandSession(context, terminal, apis.Value, json);
        return await body(session);
    }

    public void Dispose() => Apis.Dispose();
}
