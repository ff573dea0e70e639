using Haloy.Proxy.Forwarding;
using Microsoft.Extensions.Primitives;

namespace Haloy.Proxy.Tests.Forwarding;

public sealed class RequestFieldRulesTests
{
    [Theory]
    [InlineData("close, X-Hop", true)]
    [InlineData("X-Hop,close", true)]
    [InlineData("x-hop", true)]
    [InlineData("x-hop;q=1", true)]
    [InlineData("X-Hopper", false)]
    [InlineData("", false)]
    public void List_is_searched_item_by_item(string list, bool found) =>
        Assert.Equal(found, RequestFieldRules.Contains(new StringValues(list), "X-Hop"));

    [Theory]
    [InlineData("close", false)]
    [InlineData("Keep-Alive", false)]
    [InlineData("keep-alive, X-Hop", true)]
    [InlineData("X-Hop", true)]
    public void Connection_with_names_of_its_own_is_noticed(string connection, bool named) =>
        Assert.Equal(named, RequestFieldRules.NamesFields(new StringValues(connection)));

    [Theory]
    [InlineData("transfer-encoding", true)]
    [InlineData("X-FORWARDED-FOR", true)]
    [InlineData(":authority", true)]
    [InlineData("User-Agent", false)]
    [InlineData("Accept-Encoding", false)]
    public void Dropped_fields_are_known_in_any_case(string name, bool dropped) => Assert.Equal(dropped, RequestFieldRules.IsDropped(name));
}
