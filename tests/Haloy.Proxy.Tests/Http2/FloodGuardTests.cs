using Haloy.Proxy.Http2;

namespace Haloy.Proxy.Tests.Http2;

public sealed class FloodGuardTests
{
    [Fact]
    public void Frame_for_each_part_that_was_sent_is_no_flood()
    {
        var guard = new FloodGuard();

        for (var i = 0; i < 100_000; i++)
        {
            guard.OnSent();
            guard.OnFrame();
            guard.OnWindowUpdate();
            guard.OnWindowUpdate();
        }
    }

    [Fact]
    public void Thousand_frames_a_second_for_nothing_are_the_most()
    {
        var guard = new FloodGuard();
        for (var second = 0; second < 3; second++)
        {
            guard.OnTick();
            for (var i = 0; i < 1000; i++)
                guard.OnFrame();
        }

        Assert.Throws<Http2Exception>(() => guard.OnFrame());
    }
}
