using System.Buffers;
using System.Buffers.Binary;

namespace Haloy.Proxy.Http2;

/// <summary>Gathers the frames of a round, so that what all streams have to say goes out in one piece.</summary>
/// <param name="send">Sends what is gathered.</param>
/// <param name="onFirst">Called when something is gathered where nothing was.</param>
internal sealed class FrameWriter(FrameWriter.Sender send, Action onFirst)
{
    private const int Capacity = 32 * 1024;

    private byte[] _buffer = [];
    private int _length;
    private int _lastData = -1;
    private bool _isDue;

    internal delegate void Sender(ReadOnlySpan<byte> frames);

    public void Write(FrameHead head, ReadOnlySpan<byte> payload)
    {
        if (_length + FrameHead.Size + payload.Length > Capacity)
            Flush();
        if (_buffer.Length == 0)
            _buffer = ArrayPool<byte>.Shared.Rent(Capacity);
        _lastData = head.Type == FrameType.Data ? _length : -1;
        head.Write(_buffer.AsSpan(_length));
        payload.CopyTo(_buffer.AsSpan(_length + FrameHead.Size));
        _length += FrameHead.Size + payload.Length;
        if (_isDue)
            return;
        _isDue = true;
        onFirst();
    }

    /// <summary>Writes a frame whose payload is one number.</summary>
    public void Write(FrameType type, int stream, int value)
    {
        Span<byte> payload = stackalloc byte[4];
        BinaryPrimitives.WriteInt32BigEndian(payload, value);
        Write(new FrameHead(payload.Length, type, 0, stream), payload);
    }

    /// <summary>Writes a header block, in as many frames as it needs.</summary>
    public void WriteBlock(int stream, ReadOnlySpan<byte> block, bool endsStream)
    {
        var type = FrameType.Headers;
        do
        {
            var part = block[..Math.Min(block.Length, FrameHead.MaxPayload)];
            block = block[part.Length..];
            var flags = (byte)((block.IsEmpty ? FrameHead.EndHeaders : 0) | (endsStream && type == FrameType.Headers ? FrameHead.EndStream : 0));
            Write(new FrameHead(part.Length, type, flags, stream), part);
            type = FrameType.Continuation;
        }
        while (!block.IsEmpty);
    }

    /// <summary>Ends a stream: by the last frame of its body while that is here, else by one of its own.</summary>
    public void EndStream(int stream)
    {
        if (_lastData >= 0 && FrameHead.Read(_buffer.AsSpan(_lastData)).Stream == stream)
            FrameHead.AddFlag(_buffer.AsSpan(_lastData), FrameHead.EndStream);
        else
            Write(new FrameHead(0, FrameType.Data, FrameHead.EndStream, stream), default);
    }

    public void Flush()
    {
        if (_length == 0)
            return;
        var length = _length;
        (_length, _lastData) = (0, -1);
        send(_buffer.AsSpan(0, length));
    }

    /// <summary>Sends everything and gives the buffer back.</summary>
    public void EndRound()
    {
        _isDue = false;
        Flush();
        if (_buffer.Length > 0)
            ArrayPool<byte>.Shared.Return(_buffer);
        _buffer = [];
    }
}
