using System.Net;
using Haloy.Contracts.Policies;
using Haloy.Contracts.ProxyControl;
using Haloy.Proxy.Access;
using Haloy.Proxy.Tests.Support;

namespace Haloy.Proxy.Tests.Access;

public sealed class IpAllowListTests
{
    private readonly IpAllowList _list = new(["203.0.113.7", "10.0.0.0/8", "2001:db8:1::/48", "2001:db8::5"]);

    [Theory]
    [InlineData("203.0.113.7", true)]
    [InlineData("203.0.113.8", false)]
    [InlineData("10.255.0.1", true)]
    [InlineData("11.0.0.1", false)]
    [InlineData("2001:db8:1:ffff::1", true)]
    [InlineData("2001:db8:2::1", false)]
    [InlineData("2001:db8::5", true)]
    [InlineData("::1", false)]
    public void Address_is_in_one_of_the_networks_or_not(string address, bool expected) => Assert.Equal(expected, _list.Contains(IPAddress.Parse(address)));

    [Fact]
    public void Who_has_no_address_and_who_is_in_an_empty_list_may_not_visit()
    {
        Assert.False(_list.Contains(null));
        Assert.False(new IpAllowList([]).Contains(IPAddress.Loopback));
        Assert.True(new IpAllowList(["0.0.0.0/0"]).Contains(IPAddress.Loopback));
    }

    [Theory]
    [InlineData("127.0.0.0/8", 200)]
    [InlineData("10.0.0.0/8", 403)]
    [InlineData("::/0", 403)]
    public async Task Visitor_is_let_in_by_address(string network, int status)
    {
        await using var backend = await KestrelBackend.NamedAsync("in");
        await using var proxy = await TestProxy.StartAsync();
        await proxy.ApplyAsync(Snapshots.Under(new SnapshotPolicy { IpAllow = [network] }, backend.EndPoint));

        using var response = await proxy.GetAsync("/");

        Assert.Equal(status, (int)response.StatusCode);
    }
}
