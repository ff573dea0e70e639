using Haloy.Proxy.EventLoops;
using Haloy.Proxy.Hosting;

namespace Haloy.Proxy.Http1;

/// <summary>
/// Gathers the small pieces of a response in the loop's write buffer, so that they go out together. Whatever is in it has to be sent before
/// the loop turns to another connection.
/// </summary>
internal struct ResponseGatherer(EventLoop loop)
{
    public int Length { get; private set; }

    /// <summary>Room behind what is gathered.</summary>
    public readonly Span<byte> Room => loop.WriteBuffer[Length..];

    public void Add(int count) => Length += count;

    /// <summary>Adds a piece, if it is small enough.</summary>
    public bool TryAdd(ReadOnlySpan<byte> piece)
    {
        if (Length + piece.Length > Front.GatherLimit)
            return false;
        piece.CopyTo(Room);
        Length += piece.Length;
        return true;
    }

    /// <summary>What was gathered; it is empty from now on.</summary>
    public ReadOnlySpan<byte> Take()
    {
        var gathered = loop.WriteBuffer[..Length];
        Length = 0;
        return gathered;
    }
}
