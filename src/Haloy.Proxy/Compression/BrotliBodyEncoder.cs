using System.Buffers;
using System.IO.Compression;

namespace Haloy.Proxy.Compression;

/// <summary>Brotli (RFC 7932) at a quality for answers made on the spot, with a window of 128 KiB.</summary>
internal sealed class BrotliBodyEncoder(EncoderMemory memory) : BodyEncoder(memory, Memory)
{
    /// <summary>Bytes it takes at most, as measured.</summary>
    public const int Memory = 2816 * 1024;

    private const int Quality = 4;
    private const int Window = 17;

    private BrotliEncoder _encoder = new(Quality, Window);

    public override int Encode(scoped ref ReadOnlySpan<byte> source, Span<byte> destination, EncoderStep step, out bool isDone)
    {
        var (used, written) = (0, 0);
        var status = step == EncoderStep.Flush && source.IsEmpty
            ? _encoder.Flush(destination, out written)
            : _encoder.Compress(source, destination, out used, out written, isFinalBlock: step == EncoderStep.End);
        if (status == OperationStatus.InvalidData)
            throw new InvalidOperationException("The brotli encoder failed.");
        source = source[used..];
        isDone = status == OperationStatus.Done && (step != EncoderStep.Flush || used == 0);
        return written;
    }

    protected override void Release() => _encoder.Dispose();
}
