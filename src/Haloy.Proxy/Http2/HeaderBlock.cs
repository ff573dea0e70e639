using Haloy.Proxy.EventLoops;

namespace Haloy.Proxy.Http2;

/// <summary>Puts the parts of a header block together (RFC 9113 §4.3): nothing else may come between them.</summary>
internal struct HeaderBlock()
{
    /// <summary>Longest block in bytes.</summary>
    public const int MaxLength = 64 * 1024;

    private const int MaxContinuations = 16;

    private HeldBytes _parts = new();
    private int _continuations;

    /// <summary>Stream of the block that is not complete; 0 when there is none.</summary>
    public int Stream { get; private set; }

    /// <summary>Whether the block ends its stream.</summary>
    public bool EndsStream { get; private set; }

    /// <summary>Takes the first part.</summary>
    /// <returns>Whether it is the whole.</returns>
    public bool Begin(FrameHead head, ReadOnlySpan<byte> part)
    {
        (Stream, EndsStream, _continuations) = (head.Stream, head.Has(FrameHead.EndStream), 0);
        if (head.Has(FrameHead.EndHeaders))
            return true;
        _parts.Set(part);
        return false;
    }

    /// <summary>Takes a further part.</summary>
    /// <returns>Whether it was the last; then <see cref="Whole"/> is the block.</returns>
    /// <exception cref="Http2Exception">It belongs to nothing, or makes the block too large.</exception>
    public bool Continue(FrameHead head, ReadOnlySpan<byte> part)
    {
        if (Stream == 0)
            throw new Http2Exception(ErrorCode.Protocol, "A CONTINUATION frame continues nothing");
        if (++_continuations > MaxContinuations || _parts.Unread.Length + part.Length > MaxLength)
            throw new Http2Exception(ErrorCode.EnhanceYourCalm, "A header block is too large");
        _parts.Append(part);
        return head.Has(FrameHead.EndHeaders);
    }

    public readonly ReadOnlySpan<byte> Whole => _parts.Unread;

    /// <summary>The block is used.</summary>
    public void End()
    {
        Stream = 0;
        _parts.Release();
    }
}
