using Haloy.Contracts.ProxyControl;
using Haloy.Core;

namespace Haloy.Server.ProxySync;

/// <summary>
/// Brings the newest table to the proxy and reports what it has in force. Level-triggered: it compares and pushes again for as long as the two differ.
/// </summary>
internal sealed partial class ProxySyncWorker(IProxyControl proxy, TimeProvider time, ILogger<ProxySyncWorker> logger)
{
    private static readonly TimeSpan WhileDraining = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan WhileUnreachable = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan SelfCheck = TimeSpan.FromSeconds(5);

    private readonly Signal _offered = new();
    private RoutingSnapshot? _wanted;
    private RoutingSnapshot? _applied;
    private bool _reachable = true;
    private int _outdated;

    /// <summary>Makes <paramref name="snapshot"/> the table to have in force.</summary>
    public void Offer(RoutingSnapshot snapshot)
    {
        Volatile.Write(ref _wanted, snapshot);
        _offered.Set();
    }

    /// <summary>
    /// Pushes and watches until cancelled. <paramref name="lastKnown"/> is the table the proxy started from, if it is known;
    /// <paramref name="onStatus"/> gets every answer with the table it speaks of.
    /// </summary>
    public async Task RunAsync(RoutingSnapshot? lastKnown, Action<ProxyStatus, RoutingSnapshot?> onStatus, CancellationToken cancellationToken)
    {
        _applied = lastKnown;
        while (true)
        {
            var pause = await SyncAsync(onStatus, cancellationToken);
            await _offered.WaitAsync(pause, time, cancellationToken);
        }
    }

    private async Task<TimeSpan> SyncAsync(Action<ProxyStatus, RoutingSnapshot?> onStatus, CancellationToken cancellationToken)
    {
        try
        {
            var pushed = await PushAsync(cancellationToken);
            var status = await proxy.StatusAsync(cancellationToken);
            var wanted = Volatile.Read(ref _wanted);
            if (wanted is not null && status.ConfigHash != SnapshotHash.Of(wanted))
                _applied = null;
            if (!_reachable)
                LogReachable();
            _reachable = true;
            CompareGeneration(ProxyRequirements.GenerationOf(status));
            onStatus(status, _applied);
            return (status.Backends ?? []).Any(b => b.State != BackendState.Active && b.InFlight > 0) ? WhileDraining
                // A proxy that does not show the table it was just given would be given it again and again.
                : ReferenceEquals(_applied, wanted) || ReferenceEquals(pushed, wanted) ? SelfCheck : TimeSpan.Zero;
        }
        catch (ProxyUnreachableException e)
        {
            if (_reachable)
                LogUnreachable(e.Message);
            _reachable = false;
            _applied = null;
            return WhileUnreachable;
        }
        catch (SnapshotRefusedException e)
        {
            LogRefused(e.Message);
            return SelfCheck;
        }
    }

    /// <summary>The table that was handed over; null when there was nothing to do.</summary>
    private async Task<RoutingSnapshot?> PushAsync(CancellationToken cancellationToken)
    {
        if (Volatile.Read(ref _wanted) is not { } wanted || ReferenceEquals(wanted, _applied))
            return null;

        await proxy.PushAsync(wanted with { GeneratedAt = time.GetUtcNow() }, cancellationToken);
        _applied = wanted;
        LogPushed(wanted.Generation, wanted.Routes?.Count ?? 0);
        return wanted;
    }

    // Told when it begins, not with every answer.
    private void CompareGeneration(int generation)
    {
        if (generation < ProxyRequirements.Generation && generation != _outdated)
            LogOutdated(generation, ProxyRequirements.Generation);
        _outdated = generation;
    }

    [LoggerMessage(EventId = 5001, Level = LogLevel.Debug, Message = "Routing table {Generation} is in force; routes: {Routes}")]
    private partial void LogPushed(long generation, int routes);

    [LoggerMessage(EventId = 5002, Level = LogLevel.Warning, Message = "{Problem}. It goes on serving what it has; trying again")]
    private partial void LogUnreachable(string problem);

    [LoggerMessage(EventId = 5003, Level = LogLevel.Information, Message = "The proxy answers again")]
    private partial void LogReachable();

    [LoggerMessage(EventId = 5004, Level = LogLevel.Error, Message = "{Problem}")]
    private partial void LogRefused(string problem);

    [LoggerMessage(
        EventId = 5005,
        Level = LogLevel.Warning,
        Message = "haloy-proxy is of generation {Generation}, below {Required}: it passes over what it does not know of the routing table. Upgrade it; until then deployments that need more are refused")]
    private partial void LogOutdated(int generation, int required);
}
