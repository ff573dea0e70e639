namespace Haloy.Proxy.Holding;

/// <summary>The room that all waiting requests of a proxy share.</summary>
internal sealed class HoldRoom(HoldLimits limits)
{
    private int _requests;
    private long _bytes;

    /// <summary>Takes room for one request, of which <paramref name="bytes"/> are kept.</summary>
    public bool TryTake(HoldCount route, int bytes)
    {
        var fits = Interlocked.Increment(ref _requests) <= limits.Total & Interlocked.Add(ref _bytes, bytes) <= limits.Bytes;
        if (fits && route.TryEnter(limits.PerRoute))
            return true;
        Return(bytes);
        return false;
    }

    /// <summary>Gives back the room of one request.</summary>
    public void Return(int bytes)
    {
        Interlocked.Decrement(ref _requests);
        Interlocked.Add(ref _bytes, -bytes);
    }
}
