using Haloy.Proxy.Native;

namespace Haloy.Proxy.Compression;

/// <summary>zstd (RFC 8878) at its usual level, with a window of 256 KiB.</summary>
internal sealed unsafe class ZstdBodyEncoder : BodyEncoder
{
    /// <summary>Bytes it takes at most, as measured.</summary>
    public const int Memory = 1280 * 1024;

    private const int Level = 3;
    private const int Window = 18;
    private const int Tables = 15;

    // One per loop, since nearly all answers are here whole, and so the encoder is free again before the next begins.
    [ThreadStatic]
    private static ZstdContext? t_spare;

    private readonly ZstdContext _context;

    /// <param name="length">Length of the body, if it is known: a short one needs less.</param>
    /// <param name="memory">Where its memory was taken from.</param>
    public ZstdBodyEncoder(long? length, EncoderMemory memory) : base(memory, Memory)
    {
        _context = t_spare ?? Create();
        t_spare = null;
        if (length is { } known)
            Zstd.Check(Zstd.SetLength(_context, (ulong)known));
    }

    public override int Encode(scoped ref ReadOnlySpan<byte> source, Span<byte> destination, EncoderStep step, out bool isDone)
    {
        var operation = step switch { EncoderStep.Go => Zstd.Continue, EncoderStep.Flush => Zstd.Flush, _ => Zstd.End };
        fixed (byte* from = source, to = destination)
        {
            var input = new Zstd.Piece { Start = from, Length = (nuint)source.Length };
            var output = new Zstd.Piece { Start = to, Length = (nuint)destination.Length };
            var left = Zstd.Check(Zstd.Compress(_context, &output, &input, operation));
            source = source[(int)input.Position..];
            isDone = step == EncoderStep.Go ? source.IsEmpty : left == 0;
            return (int)output.Position;
        }
    }

    protected override void Release()
    {
        if (t_spare is null && Zstd.Reset(_context, Zstd.ResetSession) == 0)
            t_spare = _context;
        else
            _context.Dispose();
    }

    private static ZstdContext Create()
    {
        var context = Zstd.Create();
        if (context.IsInvalid)
            throw new InvalidOperationException("libzstd has no memory.");
        Zstd.Check(Zstd.Set(context, Zstd.CompressionLevel, Level));
        Zstd.Check(Zstd.Set(context, Zstd.WindowLog, Window));
        Zstd.Check(Zstd.Set(context, Zstd.HashLog, Tables));
        Zstd.Check(Zstd.Set(context, Zstd.ChainLog, Tables));
        return context;
    }
}
