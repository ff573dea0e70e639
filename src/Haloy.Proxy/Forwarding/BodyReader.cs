namespace Haloy.Proxy.Forwarding;

/// <summary>Finds the content and the end of a body in the bytes that arrive (RFC 9112 §6).</summary>
internal struct BodyReader
{
    private long _remaining;
    private ChunkDecoder _chunks;
    private bool _isDone;

    public BodyReader(BodyFraming framing, long length)
    {
        (Framing, _remaining) = (framing, length);
        _isDone = framing == BodyFraming.None || (framing == BodyFraming.Length && length == 0);
    }

    public BodyFraming Framing { get; }

    /// <summary>Whether the end has been seen. Of a body that ends with its connection, never.</summary>
    public readonly bool IsDone => _isDone;

    /// <summary>What came behind it; <see langword="null"/> for nothing.</summary>
    public readonly Trailers? Trailers => _chunks.Trailers;

    /// <summary>Bytes that are still to come, as far as that is known.</summary>
    public readonly long Missing => Framing == BodyFraming.Length ? _remaining : 0;

    /// <summary>Takes a piece of content off the front of <paramref name="data"/>, together with the framing around it.</summary>
    /// <returns>The piece; empty when there is none left in <paramref name="data"/>.</returns>
    /// <exception cref="BadResponseException">The framing is malformed.</exception>
    public ReadOnlySpan<byte> Next(scoped ref ReadOnlySpan<byte> data)
    {
        if (_isDone)
            return default;
        return Framing switch
        {
            BodyFraming.Chunked => NextOfChunks(ref data),
            BodyFraming.Length => NextOfLength(ref data),
            _ => Split(ref data, data.Length),
        };
    }

    private static ReadOnlySpan<byte> Split(scoped ref ReadOnlySpan<byte> data, int count)
    {
        var part = data[..count];
        data = data[count..];
        return part;
    }

    private ReadOnlySpan<byte> NextOfLength(scoped ref ReadOnlySpan<byte> data)
    {
        var part = Split(ref data, (int)Math.Min(_remaining, data.Length));
        _remaining -= part.Length;
        _isDone = _remaining == 0;
        return part;
    }

    private ReadOnlySpan<byte> NextOfChunks(scoped ref ReadOnlySpan<byte> data)
    {
        data = data[_chunks.Skip(data)..];
        var part = Split(ref data, (int)Math.Min(_chunks.Remaining, data.Length));
        if (!part.IsEmpty)
        {
            _chunks.Take(part.Length);
            // The end may follow right behind.
            data = data[_chunks.Skip(data)..];
        }

        _isDone = _chunks.IsDone;
        return part;
    }
}
