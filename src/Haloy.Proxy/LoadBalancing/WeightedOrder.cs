namespace Haloy.Proxy.LoadBalancing;

/// <summary>The order in which backends of different weights take turns.</summary>
internal static class WeightedOrder
{
    /// <summary>Turns in an order at most; weights that sum to more are rounded to that.</summary>
    public const int MaxTurns = 10_000;

    /// <summary>
    /// Indices of <paramref name="weights"/>, each as often as its weight says, and spread as evenly as nginx does it: at every turn each gains its weight,
    /// and whoever has most goes and pays for it with the sum of all. <see langword="null"/> when all weigh the same.
    /// </summary>
    public static int[]? Of(ReadOnlySpan<int> weights)
    {
        if (weights.Length < 2 || !weights.ContainsAnyExcept(weights[0]))
            return null;
        var reduced = Reduced(weights);
        var order = new int[reduced.Sum()];
        var standing = new int[reduced.Length];
        for (var turn = 0; turn < order.Length; turn++)
        {
            var next = 0;
            for (var i = 0; i < standing.Length; i++)
            {
                standing[i] += reduced[i];
                if (standing[i] > standing[next])
                    next = i;
            }

            standing[next] -= order.Length;
            order[turn] = next;
        }

        return order;
    }

    private static int[] Reduced(ReadOnlySpan<int> weights)
    {
        var (divisor, sum) = (0, 0L);
        foreach (var weight in weights)
            (divisor, sum) = (GreatestCommonDivisor(divisor, weight), sum + weight);

        var scale = Math.Min(1.0 / divisor, (double)MaxTurns / sum);
        var reduced = new int[weights.Length];
        for (var i = 0; i < weights.Length; i++)
            reduced[i] = Math.Max(1, (int)Math.Round(weights[i] * scale));
        return reduced;
    }

    private static int GreatestCommonDivisor(int a, int b) => b == 0 ? a : GreatestCommonDivisor(b, a % b);
}
