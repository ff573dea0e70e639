namespace Haloy.Proxy.LoadBalancing;

/// <summary>Whose turn it is; kept per route across table swaps, or frequent deploys would favour the first backend.</summary>
internal sealed class RoundRobin
{
    private int _last = -1;

    public uint Next() => (uint)Interlocked.Increment(ref _last);
}
