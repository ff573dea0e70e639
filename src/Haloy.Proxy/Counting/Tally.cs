using System.Runtime.CompilerServices;
using Haloy.Contracts.ProxyControl;

namespace Haloy.Proxy.Counting;

/// <summary>
/// What one loop has counted of one route or deployment. Only the loop's thread writes, so that no write needs a lock or an interlocked operation;
/// whoever sums up reads numbers that are whole and at most a moment old.
/// </summary>
internal sealed class Tally
{
    internal const int FirstHeadBucket = (int)Cell.Named;
    internal const int FirstTotalBucket = FirstHeadBucket + LatencyBounds.Buckets;
    internal const int Length = FirstTotalBucket + LatencyBounds.Buckets;

    // Tallies of different loops may lie side by side: as much room before and behind as processors fetch together (two lines of 64 bytes).
    private const int Margin = 16;

    private Numbers _numbers;

    public void Add(Cell cell, long amount = 1) => Add((int)cell, amount);

    /// <summary>An answer's head has come.</summary>
    public void AddHead(long microseconds) => AddTime(Cell.HeadTime, FirstHeadBucket, microseconds);

    /// <summary>An answer is complete.</summary>
    public void AddTotal(long microseconds) => AddTime(Cell.TotalTime, FirstTotalBucket, microseconds);

    /// <summary>Adds what is counted here to <paramref name="sum"/>. From any thread.</summary>
    public void AddTo(TallySum sum)
    {
        for (var i = 0; i < Length; i++)
            sum.Add(i, Volatile.Read(ref _numbers[Margin + i]));
    }

    private void AddTime(Cell sum, int firstBucket, long microseconds)
    {
        Add((int)sum, microseconds);
        Add(firstBucket + LatencyBounds.IndexOf(microseconds), 1);
    }

    // An ordinary store on x64; elsewhere it keeps readers from seeing half of a number.
    private void Add(int index, long amount)
    {
        ref var number = ref _numbers[Margin + index];
        Volatile.Write(ref number, number + amount);
    }

    [InlineArray(Margin + Length + Margin)]
    private struct Numbers
    {
        private long _first;
    }
}
