using Haloy.Cli.Terminal;
using Haloy.Config.Secrets;

namespace Haloy.Cli.Secrets;

/// <summary>Tells a person at a terminal, once, that a program may be waiting for them.</summary>
internal sealed class WaitNotice(ITerminal terminal, TimeProvider time, bool interactive)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);

    private int _told;

    public async Task<T> WhileAsync<T>(SecretRequest request, Task<T> work, CancellationToken cancellationToken)
    {
        if (!interactive || request.WaitNotice is not { } text)
            return await work;

        using var done = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var first = await Task.WhenAny(work, Task.Delay(Patience, time, done.Token));
        if (first != work && !cancellationToken.IsCancellationRequested && Interlocked.Exchange(ref _told, 1) == 0)
            terminal.Info(text);
        await done.CancelAsync();
        return await work;
    }
}
