using Haloy.Contracts.Policies;

namespace Haloy.Proxy.LoadBalancing;

/// <summary>Makes the set of a route's backends that its policy asks for.</summary>
/// <param name="names">Gives names to backends.</param>
/// <param name="turnOf">Finds a turn that may have begun under an earlier table.</param>
internal sealed class BackendSetBuilder(BackendNames names, Func<string, RoundRobin> turnOf)
{
    /// <param name="host">The route's host.</param>
    /// <param name="prefix">Its path prefix, without slash at its end; empty for the whole host.</param>
    /// <param name="backends">Its active backends.</param>
    /// <param name="weights">What each weighs.</param>
    /// <param name="balance">What its policy says of them.</param>
    public BackendSet Build(string host, string prefix, Backend[] backends, int[] weights, SnapshotBalance? balance)
    {
        if (balance?.SlowStartSeconds is { } seconds)
            StartSlowly(backends, TimeSpan.FromSeconds(seconds));
        var byLoad = balance?.Policy == BalancePolicy.LeastConnections;
        var turn = turnOf(host + prefix);
        if (balance is null && !weights.AsSpan().ContainsAnyExcept(1))
            return new BackendSet(backends, turn);
        return new BackendSet(backends, weights, turn, byLoad) { Sticky = Sticky(host, prefix, backends, weights, byLoad, balance?.Sticky) };
    }

    // Who joins nobody has nobody to leave its share to.
    private static void StartSlowly(Backend[] backends, TimeSpan duration)
    {
        if (backends.All(b => b.IsNew))
            return;
        foreach (var backend in backends.Where(b => b.IsNew))
            backend.StartSlowly(duration);
    }

    private StickyBackends? Sticky(string host, string prefix, Backend[] backends, int[] weights, bool byLoad, SnapshotSticky? sticky)
    {
        if (sticky is null)
            return null;
        var cookie = new CookieScope(sticky.Cookie ?? SnapshotSticky.UsualCookie, prefix);
        if (sticky.To != StickyTo.Deployment)
            return new StickyBackends(cookie, backends.Select(b => (b, (BackendSet?)null)), names);

        var deployments = backends.Zip(weights).GroupBy(b => b.First.Key.Deployment).SelectMany(d =>
        {
            Backend[] all = [.. d.Select(b => b.First)];
            var set = new BackendSet(all, [.. d.Select(b => b.Second)], turnOf($"{host}{prefix}\n{d.Key}"), byLoad);
            return all.Select(b => (b, (BackendSet?)set));
        });
        return new StickyBackends(cookie, deployments, names);
    }
}
