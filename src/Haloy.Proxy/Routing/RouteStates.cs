using Haloy.Contracts.ProxyControl;
using Haloy.Proxy.Holding;

namespace Haloy.Proxy.Routing;

/// <summary>
/// Says which of a snapshot's states hold at a moment. Time goes on from when the snapshot was read by a clock that nobody sets: neither a
/// dead daemon nor a corrected system time prolongs a hold.
/// </summary>
internal sealed class RouteStates
{
    private readonly TimeProvider _time;
    private readonly HoldCounts _counts;
    private readonly DateTimeOffset _readAt;
    private readonly long _timestamp;
    private readonly DateTimeOffset _now;
    private readonly HashSet<string> _counted = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>The states of a snapshot that is read now.</summary>
    public RouteStates(TimeProvider time, HoldCounts counts) : this(time, counts, time.GetUtcNow(), time.GetTimestamp())
    {
    }

    private RouteStates(TimeProvider time, HoldCounts counts, DateTimeOffset readAt, long timestamp)
    {
        (_time, _counts, _readAt, _timestamp) = (time, counts, readAt, timestamp);
        _now = readAt + time.GetElapsedTime(timestamp);
    }

    /// <summary>How long until one of the states that were asked for ends; <see langword="null"/> when none does.</summary>
    public TimeSpan? NextChange { get; private set; }

    /// <summary>Those of the routes asked for that have counted held requests.</summary>
    public IReadOnlySet<string> Counted => _counted;

    /// <summary>The states of the same snapshot, now.</summary>
    public RouteStates Later() => new(_time, _counts, _readAt, _timestamp);

    /// <summary>What is done with the requests of a route.</summary>
    public (RouteAction Action, Hold? Hold) Of(string route, string? state, DateTimeOffset? until, string? then)
    {
        var end = state == RouteState.Holding ? Sooner(until ?? _readAt, _readAt + StateRules.MostHold) : until;
        var isOver = end <= _now;
        if (!isOver && end - _now is { } left && !(left >= NextChange))
            NextChange = left;
        var hold = state == RouteState.Holding && !isOver ? new Hold(_counts.Find(route), TimestampAt(end!.Value)) : null;
        if (_counts.Has(route))
            _counted.Add(route);
        return (hold is not null ? RouteAction.Hold : ActionOf(isOver ? then : state), hold);
    }

    private static RouteAction ActionOf(string? state) => state switch
    {
        RouteState.Stopped => RouteAction.Stopped,
        RouteState.Paused => RouteAction.Maintenance,
        _ => RouteAction.Forward,
    };

    private static DateTimeOffset Sooner(DateTimeOffset one, DateTimeOffset other) => one < other ? one : other;

    private long TimestampAt(DateTimeOffset moment) => _timestamp + (long)((moment - _readAt).TotalSeconds * _time.TimestampFrequency);
}
