using System.IO.Compression;
using Haloy.Proxy.EventLoops;

namespace Haloy.Proxy.Compression;

/// <summary>gzip (RFC 1952), for who understands nothing newer.</summary>
internal sealed class GzipBodyEncoder : BodyEncoder
{
    /// <summary>Bytes it takes at most.</summary>
    public const int Memory = 320 * 1024;

    private static readonly ZLibCompressionOptions Options = new() { CompressionLevel = 5 };

    private static ReadOnlySpan<byte> Nothing => [0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 3, 3, 0, 0, 0, 0, 0, 0, 0, 0, 0];

    private readonly Sink _sink = new();
    private readonly GZipStream _gzip;

    public GzipBodyEncoder(EncoderMemory memory) : base(memory, Memory) => _gzip = new GZipStream(_sink, Options, leaveOpen: true);

    public override int Encode(scoped ref ReadOnlySpan<byte> source, Span<byte> destination, EncoderStep step, out bool isDone)
    {
        if (_sink.IsEmpty)
        {
            _gzip.Write(source);
            source = default;
            if (step == EncoderStep.Flush)
                _gzip.Flush();
            else if (step == EncoderStep.End)
                End();
        }

        var count = _sink.Take(destination);
        isDone = _sink.IsEmpty;
        return count;
    }

    // Of no content, .NET 9 makes no stream at all.
    private void End()
    {
        _gzip.Dispose();
        if (_sink.IsEmpty)
            _sink.Write(Nothing);
    }

    protected override void Release()
    {
        _gzip.Dispose();
        _sink.Release();
    }

    /// <summary>Keeps what the stream writes until it is fetched.</summary>
    private sealed class Sink : Stream
    {
        private HeldBytes _bytes = new();

        public bool IsEmpty => _bytes.IsEmpty;

        public override bool CanRead => false;

        public override bool CanSeek => false;

        public override bool CanWrite => true;

        public override long Length => throw new NotSupportedException();

        public override long Position
        {
            get => throw new NotSupportedException();
            set => throw new NotSupportedException();
        }

        public int Take(Span<byte> destination)
        {
            var count = Math.Min(destination.Length, _bytes.Unread.Length);
            _bytes.Unread[..count].CopyTo(destination);
            _bytes.Consume(count);
            _bytes.Trim();
            return count;
        }

        public void Release() => _bytes.Release();

        public override void Write(byte[] buffer, int offset, int count) => _bytes.Append(buffer.AsSpan(offset, count));

        public override void Write(ReadOnlySpan<byte> buffer) => _bytes.Append(buffer);

        public override void Flush()
        {
        }

        public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();
    }
}
