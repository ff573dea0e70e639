using Haloy.Proxy.Compression;
using Haloy.Proxy.EventLoops;

namespace Haloy.Proxy.Forwarding;

/// <summary>The body of a response on its way through an encoder, where route and client want that.</summary>
internal sealed partial class Exchange
{
    private BodyEncoder? _encoder;
    private bool _encoderHolds;

    private BodyFraming Compress(ResponseHead head, ReadOnlySpan<byte> bytes, BodyFraming framing)
    {
        _encoder = forwarder.Compressor.Begin(_head, head, bytes, framing, client.CanStream);
        if (_encoder is null)
            return framing;
        _encoderHolds = false;
        _stream!.TakeShortTurns();
        return BodyFraming.Chunked;
    }

    // What the backend has sent so far reaches the client before the next of it comes. A client that takes nothing now can wait for more.
    private void FlushEncoder()
    {
        if (_encoderHolds && !client.IsBlocked)
            Encode(default, EncoderStep.Flush);
    }

    private void Encode(ReadOnlySpan<byte> content, EncoderStep step)
    {
        _encoderHolds = step == EncoderStep.Go;
        var isDone = false;
        // The client may go away at any piece, and the encoder with it.
        while (!isDone && _encoder is { } encoder)
        {
            var count = encoder.Encode(ref content, loop.WriteBuffer, step, out isDone);
            if (count > 0)
                client.SendBody(loop.WriteBuffer[..count]);
        }
    }

    private void ReleaseEncoder()
    {
        _encoder?.Dispose();
        (_encoder, _encoderHolds) = (null, false);
    }
}
