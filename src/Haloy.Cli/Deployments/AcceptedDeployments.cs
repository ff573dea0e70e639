using System.Collections.Concurrent;
using Haloy.Cli.Terminal;

namespace Haloy.Cli.Deployments;

/// <summary>Deployments that servers have accepted and this run has not seen the end of: they go on without it.</summary>
internal sealed class AcceptedDeployments
{
    private readonly ConcurrentDictionary<string, (string App, string Server)> _running = new(StringComparer.Ordinal);

    public void Add(string deploymentId, string app, string server) => _running[deploymentId] = (app, server);

    public void Remove(string deploymentId) => _running.TryRemove(deploymentId, out _);

    /// <summary>Says after Ctrl-C what still happens on the servers.</summary>
    public void Explain(ITerminal terminal)
    {
        foreach (var (id, (app, server)) in _running.OrderBy(d => d.Value.App, StringComparer.Ordinal))
            terminal.Warn($"The deployment {id} of '{app}' was accepted and continues on server '{server}'.\nSee how it ends with 'haloy status'.");
    }
}
