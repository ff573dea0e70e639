namespace Haloy.Contracts.ProxyControl;

/// <summary>Counters of the requests that a route has held, since the proxy started or first held any of it.</summary>
public sealed record HoldCounters
{
    /// <summary>The route's canonical host, and the prefix when it is a path of one.</summary>
    public string Route { get; init; } = "";

    /// <summary>Requests that wait now.</summary>
    public long Held { get; init; }

    /// <summary>Requests that have ever waited. Those that do not wait any more were released, were there when the hold expired, or went away.</summary>
    public long Total { get; init; }

    /// <summary>Requests that went on because a table said so.</summary>
    public long Released { get; init; }

    /// <summary>Requests that went on because the hold had come to its end.</summary>
    public long Expired { get; init; }

    /// <summary>Requests that were answered with 503 because too many waited already, or because the proxy stops.</summary>
    public long Refused { get; init; }
}
