using System.Net;
using Haloy.Proxy.Hosting;
using Haloy.Proxy.Tests.Support;
using Haloy.Testing;

namespace Haloy.Proxy.Tests.Hosting;

public sealed class AdmissionTests
{
    private const int Plenty = 1_000_000;
    private const int Descriptor = 10;

    private readonly FakeClock _clock = new();
    private readonly RecordedLog<Admission> _log = new();

    [Theory]
    [InlineData(1024, 479, true)]
    [InlineData(1024, 480, false)]
    [InlineData(64, 0, true)]
    [InlineData(10, 1, false)]
    public void Half_of_the_descriptors_are_for_visitors(int descriptors, int open, bool admitted) =>
        Assert.Equal(admitted, Of(new(), descriptors).TryEnter(Descriptor, open, null));

    [Theory]
    [InlineData(2, true)]
    [InlineData(3, false)]
    public void Fewer_may_be_asked_for(int open, bool admitted) =>
        Assert.Equal(admitted, Of(new() { MaxConnections = 3 }, Plenty).TryEnter(Descriptor, open, null));

    [Fact]
    public void More_than_there_are_descriptors_for_is_warned_of()
    {
        Of(new() { MaxConnections = 1000 }, 1064);

        Assert.Equal("1000 connections may come, but of 1064 descriptors there are enough for 500 only", Assert.Single(_log.Lines).Line.Split(':')[0]);
    }

    [Fact]
    public void Who_is_sent_away_is_told_once_a_minute()
    {
        var admission = Of(new() { MaxConnections = 1 }, Plenty);
        for (var i = 0; i < 5; i++)
            admission.TryEnter(Descriptor, 1, null);
        _clock.Advance(TimeSpan.FromSeconds(59));
        admission.TryEnter(Descriptor, 1, null);
        _clock.Advance(TimeSpan.FromSeconds(1));
        admission.TryEnter(Descriptor, 1, null);

        Assert.Equal([4403, 4403], _log.Lines.Select(l => l.Event));
        Assert.Contains("6 were refused", _log.Lines.Last().Line, StringComparison.Ordinal);
    }

    [Fact]
    public void Crowded_address_is_named()
    {
        var admission = Of(new() { MaxConnectionsPerAddress = 1 }, Plenty);
        var address = IPAddress.Parse("192.0.2.1");

        Assert.True(admission.TryEnter(Descriptor, 0, address));
        Assert.False(admission.TryEnter(Descriptor, 1, address));

        var (told, line) = Assert.Single(_log.Lines);
        Assert.Equal(4404, told);
        Assert.StartsWith("192.0.2.1 has", line, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Full_proxy_refuses_until_somebody_leaves_and_its_control_socket_answers()
    {
        await using var proxy = await TestProxy.StartAsync(change: o => o with { MaxConnections = 2 });
        using var first = await proxy.ConnectAsync();
        using var second = await proxy.ConnectAsync();
        Assert.True(await Visit.IsServedAsync(first) && await Visit.IsServedAsync(second));

        using (var third = await proxy.ConnectAsync())
            Assert.False(await Visit.IsServedAsync(third));
        Assert.True(await Visit.IsServedAsync(second));
        Assert.NotNull(await proxy.StatusAsync());
        first.Dispose();

        // The proxy notices the end a moment later.
        while (true)
        {
            using var fourth = await proxy.ConnectAsync();
            if (await Visit.IsServedAsync(fourth))
                break;
        }
    }

    private Admission Of(ProxyOptions options, int descriptors) => new(options, descriptors, _clock, _log);
}
