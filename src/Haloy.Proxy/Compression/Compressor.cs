using Haloy.Proxy.Forwarding;
using Haloy.Proxy.Http1;

namespace Haloy.Proxy.Compression;

/// <summary>Compresses the responses of routes that ask for it, where that is right and worth it.</summary>
/// <param name="memory">What all encoders may take.</param>
/// <param name="hasZstd">Whether zstd can be offered.</param>
internal sealed class Compressor(EncoderMemory memory, bool hasZstd)
{
    /// <summary>Bytes that the encoders of a proxy may take together.</summary>
    public const long DefaultMemory = 64 * 1024 * 1024;

    /// <summary>Begins with a response: rewrites its head, also where its body stays as it is but might be compressed for another client.</summary>
    /// <param name="request">The request it answers.</param>
    /// <param name="head">Its head, with the fields of the route.</param>
    /// <param name="bytes">What the head was parsed from, and what came behind it.</param>
    /// <param name="framing">How its end is found; a response without a body, but with all else, is that to HEAD.</param>
    /// <param name="canStream">Whether the client can be sent a body of unknown length.</param>
    /// <returns>What its body has to go through; <see langword="null"/> when it stays as it is.</returns>
    public BodyEncoder? Begin(in SentHead request, ResponseHead head, ReadOnlySpan<byte> bytes, BodyFraming framing, bool canStream)
    {
        if (head.Status == 304)
            CompressedHead.Renew(head, bytes, request);
        if (!Compressible.IsHead(head, bytes) || Compressible.IsShort(bytes[head.Length..], framing))
            return null;
        CompressedHead.Vary(head, bytes);
        var coding = canStream && !ForbidsTransform(request) ? AcceptedCodings.Of(request).Best(hasZstd) : ContentCoding.Identity;
        if (coding == ContentCoding.Identity)
            return null;

        var encoder = framing == BodyFraming.None ? null : TryOpen(coding, head.ContentLength);
        if (encoder is not null || framing == BodyFraming.None)
            CompressedHead.Encode(head, bytes, coding);
        return encoder;
    }

    /// <summary>An encoder; <see langword="null"/> when too many are in use.</summary>
    public BodyEncoder? TryOpen(ContentCoding coding, long? length) => coding switch
    {
        ContentCoding.Zstd => memory.TryTake(ZstdBodyEncoder.Memory) ? new ZstdBodyEncoder(length, memory) : null,
        ContentCoding.Brotli => memory.TryTake(BrotliBodyEncoder.Memory) ? new BrotliBodyEncoder(memory) : null,
        _ => memory.TryTake(GzipBodyEncoder.Memory) ? new GzipBodyEncoder(memory) : null,
    };

    // RFC 9111 §5.2.1.6
    private static bool ForbidsTransform(in SentHead request) => RequestFields.ListContains(request.ValueOf("Cache-Control"u8), "no-transform"u8);
}
