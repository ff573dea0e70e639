using Haloy.Server.Deployments.Decisions;

namespace Haloy.Server.Deployments;

/// <summary>Takes from each round what others need: the routing table, the probes, the wanted certificates.</summary>
internal interface IRoundObserver
{
    /// <summary>Called on the reconciler's thread after each round; returns the world with what was sent to the proxy noted.</summary>
    World OnRound(World world, IReadOnlyDictionary<string, Decision> decisions);
}
