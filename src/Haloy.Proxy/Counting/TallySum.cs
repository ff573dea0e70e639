using Haloy.Contracts.ProxyControl;

namespace Haloy.Proxy.Counting;

/// <summary>The tallies of several loops together.</summary>
internal sealed class TallySum
{
    private readonly long[] _sums = new long[Tally.Length];

    public ReadOnlySpan<long> HeadBuckets => _sums.AsSpan(Tally.FirstHeadBucket, LatencyBounds.Buckets);

    public ReadOnlySpan<long> TotalBuckets => _sums.AsSpan(Tally.FirstTotalBucket, LatencyBounds.Buckets);

    public long this[Cell cell] => _sums[(int)cell];

    public void Add(int index, long amount) => _sums[index] += amount;
}
