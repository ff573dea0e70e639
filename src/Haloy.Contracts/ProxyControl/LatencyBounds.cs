using System.Numerics;

namespace Haloy.Contracts.ProxyControl;

/// <summary>
/// The buckets in which times are counted: 1 ms, then two for each doubling (1.5, 2, 3, 4, 6, 8, …), up to 65.536 s, and one for what took longer.
/// A bound belongs to the bucket below it. So a time is known to a third, and each bucket is found without a search.
/// </summary>
public static class LatencyBounds
{
    private const int Doublings = 16;
    private const int MicrosecondsPerMillisecond = 1000;

    /// <summary>Buckets, the one above the last bound among them.</summary>
    public const int Buckets = (2 * Doublings) + 2;

    /// <summary>Upper bounds, in milliseconds.</summary>
    public static IReadOnlyList<double> Milliseconds { get; } =
        [1, .. Enumerable.Range(0, Doublings).SelectMany(k => new[] { 1.5 * (1 << k), 2.0 * (1 << k) })];

    /// <summary>The bucket of a time.</summary>
    public static int IndexOf(long microseconds)
    {
        if (microseconds <= MicrosecondsPerMillisecond)
            return 0;
        // Above 2^k ms and up to twice that; one less, for a bound belongs to what is below it.
        var doubling = BitOperations.Log2((ulong)((microseconds - 1) / MicrosecondsPerMillisecond));
        if (doubling >= Doublings)
            return Buckets - 1;
        var isUpperHalf = microseconds > (3L * MicrosecondsPerMillisecond / 2) << doubling;
        return (2 * doubling) + (isUpperHalf ? 2 : 1);
    }
}
