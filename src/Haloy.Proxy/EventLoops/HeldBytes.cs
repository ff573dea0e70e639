using System.Buffers;

namespace Haloy.Proxy.EventLoops;

/// <summary>Bytes that arrived and could not be used yet. Its buffer is rented while there are such.</summary>
internal struct HeldBytes()
{
    private const int SmallestBuffer = 4096;

    private byte[] _bytes = [];
    private int _start;
    private int _end;

    public readonly bool IsEmpty => _start == _end;

    public readonly Span<byte> Unread => _bytes.AsSpan(_start, _end - _start);

    /// <summary>Keeps a copy of <paramref name="data"/>, in place of what there was; it may be a part of that.</summary>
    public void Set(ReadOnlySpan<byte> data)
    {
        if (_bytes.Length < data.Length)
        {
            Release();
            _bytes = ArrayPool<byte>.Shared.Rent(Math.Max(data.Length, SmallestBuffer));
        }

        data.CopyTo(_bytes);
        (_start, _end) = (0, data.Length);
    }

    /// <summary>Adds a copy of <paramref name="data"/>.</summary>
    public void Append(ReadOnlySpan<byte> data)
    {
        while (!data.IsEmpty)
        {
            var room = Room();
            var part = Math.Min(room.Length, data.Length);
            data[..part].CopyTo(room);
            _end += part;
            data = data[part..];
        }
    }

    /// <summary>Room for more behind what there is, at least a byte; <see cref="Add"/> tells how much was used.</summary>
    public Span<byte> Room()
    {
        if (_end == _bytes.Length)
            MakeRoom();
        return _bytes.AsSpan(_end);
    }

    public void Add(int count) => _end += count;

    /// <summary>Forgets the first <paramref name="count"/> bytes, which stay readable until the next change.</summary>
    public void Consume(int count) => _start += count;

    /// <summary>Gives the buffer back when nothing is in it.</summary>
    public void Trim()
    {
        if (IsEmpty)
            Release();
    }

    public void Release()
    {
        if (_bytes.Length > 0)
            ArrayPool<byte>.Shared.Return(_bytes);
        (_bytes, _start, _end) = ([], 0, 0);
    }

    private void MakeRoom()
    {
        var length = _end - _start;
        var target = _start > 0 ? _bytes : ArrayPool<byte>.Shared.Rent(Math.Max(_bytes.Length * 2, SmallestBuffer));
        _bytes.AsSpan(_start, length).CopyTo(target);
        if (target != _bytes && _bytes.Length > 0)
            ArrayPool<byte>.Shared.Return(_bytes);
        (_bytes, _start, _end) = (target, 0, length);
    }
}
