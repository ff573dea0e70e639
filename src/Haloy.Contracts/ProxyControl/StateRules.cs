namespace Haloy.Contracts.ProxyControl;

/// <summary>What a state of a route may look like: checked by whoever makes or reads a snapshot, for a proxy refuses one with a mistake whole.</summary>
public static class StateRules
{
    /// <summary>
    /// Longest time that requests may be held, from when the snapshot was made. A visitor has given up long before; and whatever the daemon
    /// wrote, a proxy holds nobody for longer than this after it has read it.
    /// </summary>
    public static readonly TimeSpan MostHold = TimeSpan.FromMinutes(10);

    /// <summary>One line per problem; empty when the state can be kept.</summary>
    /// <param name="state">A word of <see cref="RouteState"/>; one that is not known counts as serving.</param>
    /// <param name="until">When it ends.</param>
    /// <param name="then">The word that follows.</param>
    /// <param name="generatedAt">When the snapshot was made, if it says so.</param>
    public static IEnumerable<string> Problems(string? state, DateTimeOffset? until, string? then, DateTimeOffset? generatedAt)
    {
        if (state == RouteState.Holding && until is null)
            yield return "a route that is holding needs 'until': nobody may be held for ever";
        if (state == RouteState.Holding && until - generatedAt > MostHold)
            yield return $"'until' is more than {MostHold.TotalMinutes:0} minutes after the snapshot was made, longer than requests may be held";
        if (state is null or RouteState.Serving && until is not null)
            yield return "'until' is for a state that ends; serving does not";
        if (then is not null && until is null)
            yield return "'then' follows 'until', which is not there";
        if (then == RouteState.Holding)
            yield return "'then' cannot be holding: nobody may be held for ever";
    }
}
