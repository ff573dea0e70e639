using Haloy.Proxy.EventLoops;
using Microsoft.Extensions.Logging.Abstractions;

namespace Haloy.Proxy.Tests.EventLoops;

public sealed class GatherBufferTests : IDisposable
{
    private readonly EventLoop _loop = new(0, TimeProvider.System, NullLogger.Instance);

    public void Dispose() => _loop.Dispose();

    [Fact]
    public void Pieces_of_one_connection_are_taken_together()
    {
        var owner = new Nobody(_loop);

        Assert.True(_loop.Gathered.TryAdd(owner, "one "u8, limit: 8));
        Assert.True(_loop.Gathered.TryAdd(owner, "two"u8, limit: 8));
        Assert.False(_loop.Gathered.TryAdd(owner, "three"u8, limit: 8));
        Assert.Equal("one two"u8, _loop.Gathered.Take());
        Assert.Equal(0, _loop.Gathered.Length);
    }

    [Fact]
    public void Bytes_of_one_connection_never_mix_with_those_of_another()
    {
        var (one, two) = (new Nobody(_loop), new Nobody(_loop));
        _loop.Gathered.TryAdd(one, "secret"u8, limit: 100);

        Assert.Throws<InvalidOperationException>(() => _loop.Gathered.TryAdd(two, "x"u8, limit: 100));
        Assert.Same(one, _loop.Gathered.Abandon());
        Assert.True(_loop.Gathered.TryAdd(two, "x"u8, limit: 100));
        Assert.Equal("x"u8, _loop.Gathered.Take());
    }

    private sealed class Nobody(EventLoop loop) : Watched(loop)
    {
        public override void Open()
        {
        }

        public override void OnReady(Readiness events)
        {
        }

        public override void Close()
        {
        }
    }
}
