using Haloy.Proxy.Http2;

namespace Haloy.Proxy.Tests.Http2;

public sealed class ResetStreamsTests
{
    [Fact]
    public void Only_what_was_reset_is_known()
    {
        var streams = new ResetStreams();
        Assert.False(streams.Contains(1));

        streams.Add(3);

        Assert.True(streams.Contains(3));
        Assert.False(streams.Contains(1));
        Assert.False(streams.Contains(5));
    }

    [Fact]
    public void What_is_forgotten_counts_as_reset()
    {
        var streams = new ResetStreams();
        for (var i = 0; i < 1000; i++)
            streams.Add((4 * i) + 1);

        Assert.True(streams.Contains(1));
        Assert.True(streams.Contains(3));
        Assert.True(streams.Contains(3997));
        Assert.False(streams.Contains(3995));
    }
}
