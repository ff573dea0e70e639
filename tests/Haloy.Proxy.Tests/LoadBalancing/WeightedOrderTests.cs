using Haloy.Proxy.LoadBalancing;

namespace Haloy.Proxy.Tests.LoadBalancing;

public sealed class WeightedOrderTests
{
    [Theory]
    [InlineData(new[] { 5, 1, 1 }, "0010200")]
    [InlineData(new[] { 3, 2 }, "01010")]
    [InlineData(new[] { 95, 5 }, "00000000001000000000")]
    [InlineData(new[] { 1000, 500 }, "010")]
    [InlineData(new[] { 1, 2, 3 }, "210212")]
    public void Order_is_as_short_and_as_even_as_can_be(int[] weights, string order) => Assert.Equal(order, string.Concat(WeightedOrder.Of(weights)!));

    [Theory]
    [InlineData(new int[0])]
    [InlineData(new[] { 7 })]
    [InlineData(new[] { 4, 4, 4 })]
    public void Equal_weights_need_no_order(int[] weights) => Assert.Null(WeightedOrder.Of(weights));

    public static TheoryData<int[]> Mixtures { get; } = new(
        new[] { 1000, 999 }, new[] { 1000, 1 }, new[] { 7, 5, 3, 2 }, new[] { 1, 10, 100, 1000 }, new[] { 997, 991, 983, 1 }, new[] { 13, 1, 1, 1, 1, 1, 1, 1, 1 });

    /// <summary>In whatever window of turns, nobody is two turns ahead of, or behind, what its weight would give it: no bursts.</summary>
    [Theory]
    [MemberData(nameof(Mixtures))]
    public void Everybody_gets_exactly_its_share_and_never_much_of_it_at_a_time(int[] weights)
    {
        var order = WeightedOrder.Of(weights)!;
        var sum = (double)weights.Sum();

        for (var i = 0; i < weights.Length; i++)
        {
            var (ahead, least, most) = (0.0, 0.0, 0.0);
            foreach (var turn in order.Concat(order))
            {
                ahead += (turn == i ? 1 : 0) - (weights[i] / sum);
                (least, most) = (Math.Min(least, ahead), Math.Max(most, ahead));
            }

            Assert.Equal(weights[i] * order.Length / sum, order.Count(t => t == i), 6);
            Assert.InRange(most - least, 0, 2);
        }
    }

    [Fact]
    public void Weights_of_many_are_rounded_so_that_the_order_stays_short_and_nobody_is_left_out()
    {
        int[] weights = [.. Enumerable.Range(0, 200).Select(i => i == 0 ? 1 : 1000 - i)];

        var order = WeightedOrder.Of(weights)!;

        Assert.InRange(order.Length, 1, WeightedOrder.MaxTurns + weights.Length);
        Assert.Equal(weights.Length, order.Distinct().Count());
    }
}
