using System.Net;
using System.Net.NetworkInformation;
using System.Net.Sockets;
using Haloy.Proxy.Hosting;
using Haloy.Proxy.Tests.Support;

namespace Haloy.Proxy.Tests.Hosting;

public sealed class ConnectionLimitTests
{
    [Theory]
    [InlineData("192.0.2.1", "192.0.2.1", false)]
    [InlineData("192.0.2.1", "192.0.2.2", true)]
    [InlineData("2001:db8::1", "2001:db8::ffff:1", false)]
    [InlineData("2001:db8:0:1::1", "2001:db8:0:2::1", true)]
    [InlineData("2001:db8::1", "192.0.2.1", true)]
    public void Address_has_so_many_and_others_have_their_own(string first, string second, bool admitted)
    {
        var limit = new ConnectionLimit(2);
        Assert.True(limit.TryEnter(IPAddress.Parse(first)));
        Assert.True(limit.TryEnter(IPAddress.Parse(first)));

        Assert.Equal(admitted, limit.TryEnter(IPAddress.Parse(second)));
    }

    [Fact]
    public void Who_leaves_makes_room_and_is_forgotten()
    {
        var limit = new ConnectionLimit(1);
        var address = IPAddress.Parse("192.0.2.1");
        for (var i = 0; i < 3; i++)
        {
            Assert.True(limit.TryEnter(address));
            Assert.False(limit.TryEnter(address));
            limit.Leave(address);
        }

        Assert.Equal(0, limit.Addresses);
    }

    [Theory]
    [InlineData("127.0.0.1", 1)]
    [InlineData("::1", 1)]
    [InlineData("192.0.2.1", 0)]
    public void This_machine_and_a_limit_of_none_are_not_limited(string address, int most)
    {
        var limit = new ConnectionLimit(most);
        for (var i = 0; i < 10; i++)
            Assert.True(limit.TryEnter(IPAddress.Parse(address)));
    }

    [Fact]
    public async Task Connection_beyond_the_limit_is_closed_until_another_one_ends()
    {
        if (OwnAddress() is not { } address)
        {
            Assert.Skip("This machine has no address of its own but loopback.");
            return;
        }

        await using var proxy = await TestProxy.StartAsync(change: o => o with { Http = new(address, 0), MaxConnectionsPerAddress = 2 });
        using var first = await proxy.ConnectAsync(address);
        using var second = await proxy.ConnectAsync(address);
        Assert.True(await Visit.IsServedAsync(first) && await Visit.IsServedAsync(second));

        using (var third = await proxy.ConnectAsync(address))
            Assert.False(await Visit.IsServedAsync(third));
        first.Dispose();

        // The proxy notices the end a moment later.
        while (true)
        {
            using var fourth = await proxy.ConnectAsync(address);
            if (await Visit.IsServedAsync(fourth))
                break;
        }
    }

    private static IPAddress? OwnAddress() => NetworkInterface.GetAllNetworkInterfaces()
        .Where(i => i.OperationalStatus == OperationalStatus.Up)
        .SelectMany(i => i.GetIPProperties().UnicastAddresses)
        .Select(a => a.Address)
        .FirstOrDefault(a => a.AddressFamily == AddressFamily.InterNetwork && !IPAddress.IsLoopback(a));
}
