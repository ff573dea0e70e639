using System.Runtime.InteropServices;

namespace Haloy.Proxy.Tests.Support;

/// <summary>Decodes zstd as it arrives, by the system's library: .NET has no decoder.</summary>
internal sealed partial class ZstdReader : Stream
{
    private const string Library = "libzstd.so.1";

    private readonly Stream _source;
    private readonly nint _context = Create();
    private readonly byte[] _input = new byte[4096];
    private int _start;
    private int _end;

    public ZstdReader(Stream source) => _source = source;

    /// <summary>Whether the last frame was complete.</summary>
    public bool IsComplete { get; private set; }

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

    public override int Read(byte[] buffer, int offset, int count) => ReadAsync(buffer.AsMemory(offset, count)).AsTask().GetAwaiter().GetResult();

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        while (true)
        {
            var written = Decode(buffer.Span);
            if (written > 0)
                return written;
            (_start, _end) = (0, await _source.ReadAsync(_input, cancellationToken));
            if (_end == 0)
                return IsComplete ? 0 : throw new InvalidDataException("The frame is not complete.");
        }
    }

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        Free(_context);
        _source.Dispose();
        base.Dispose(disposing);
    }

    private unsafe int Decode(Span<byte> destination)
    {
        fixed (byte* from = _input, to = destination)
        {
            var input = new Piece { Start = from, Length = (nuint)_end, Position = (nuint)_start };
            var output = new Piece { Start = to, Length = (nuint)destination.Length };
            var left = Decompress(_context, &output, &input);
            if (IsError(left) != 0)
                throw new InvalidDataException("This is not zstd.");
            IsComplete = left == 0 || (IsComplete && output.Position == 0 && (int)input.Position == _start);
            _start = (int)input.Position;
            return (int)output.Position;
        }
    }

    [LibraryImport(Library, EntryPoint = "ZSTD_createDCtx")]
    private static partial nint Create();

    [LibraryImport(Library, EntryPoint = "ZSTD_freeDCtx")]
    private static partial nuint Free(nint context);

    [LibraryImport(Library, EntryPoint = "ZSTD_decompressStream")]
    private static unsafe partial nuint Decompress(nint context, Piece* output, Piece* input);

    [LibraryImport(Library, EntryPoint = "ZSTD_isError")]
    private static partial uint IsError(nuint code);

    [StructLayout(LayoutKind.Sequential)]
    private unsafe struct Piece
    {
        public byte* Start;
        public nuint Length;
        public nuint Position;
    }
}
