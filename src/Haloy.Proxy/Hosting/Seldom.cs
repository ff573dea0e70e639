namespace Haloy.Proxy.Hosting;

/// <summary>Lets something be said now and then, however often it happens. For any thread.</summary>
/// <param name="time">How time goes by.</param>
/// <param name="pause">How long it is not said again; a minute, if nothing else is given.</param>
internal sealed class Seldom(TimeProvider time, TimeSpan? pause = null)
{
    private readonly TimeSpan _pause = pause ?? TimeSpan.FromMinutes(1);
    private long _last = long.MinValue;
    private int _times;

    /// <summary>It has happened.</summary>
    /// <param name="times">How often since it was said last, when it is time to say so.</param>
    public bool IsTime(out int times)
    {
        Interlocked.Increment(ref _times);
        times = 0;
        var (last, now) = (Volatile.Read(ref _last), time.GetTimestamp());
        if (last != long.MinValue && time.GetElapsedTime(last, now) < _pause)
            return false;
        if (Interlocked.CompareExchange(ref _last, now, last) != last)
            return false;
        times = Interlocked.Exchange(ref _times, 0);
        return true;
    }
}
