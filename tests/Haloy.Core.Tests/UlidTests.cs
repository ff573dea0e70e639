namespace Haloy.Core.Tests;

public class UlidTests
{
    private static readonly DateTimeOffset Moment = DateTimeOffset.FromUnixTimeMilliseconds(1469918176385);

    [Fact]
    public void Id_begins_with_its_time_and_is_unique()
    {
        var ids = Enumerable.Range(0, 1000).Select(_ => Ulid.Create(Moment)).ToHashSet();

        Assert.Equal(1000, ids.Count);
        Assert.All(ids, id => Assert.Matches("^01aryz6s41[0-9a-hjkmnp-tv-z]{16}$", id));
    }

    [Fact]
    public void Later_ids_sort_after_earlier_ones() =>
        Assert.True(string.CompareOrdinal(Ulid.Create(Moment), Ulid.Create(Moment.AddMilliseconds(1))) < 0);

    [Theory]
    [InlineData("01aryz6s41tsv4rrffq69g5fav", 1469918176385)]
    [InlineData("01ARYZ6S41TSV4RRFFQ69G5FAV", 1469918176385)]
    public void Time_is_read_back(string id, long milliseconds) => Assert.Equal(DateTimeOffset.FromUnixTimeMilliseconds(milliseconds), Ulid.Time(id));

    [Theory]
    [InlineData("")]
    [InlineData("01aryz6s41tsv4rrffq69g5fa")]
    [InlineData("01aryz6s41tsv4rrffq69g5fau")]
    [InlineData("01aryz6s41tsv4rrffq69g5fai")]
    [InlineData("7zzzzzzzzzzzzzzzzzzzzzzzzz")]
    [InlineData("80000000000000000000000000")]
    public void Text_that_is_no_ulid_has_no_time(string id) => Assert.Null(Ulid.Time(id));
}
