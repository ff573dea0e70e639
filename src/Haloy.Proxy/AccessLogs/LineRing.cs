using System.Buffers;
using System.Buffers.Binary;

namespace Haloy.Proxy.AccessLogs;

/// <summary>
/// Lines on their way from one loop to the log, without locks: one thread adds, another takes. When it is full, lines are lost and counted; the loop
/// never waits.
/// </summary>
internal sealed class LineRing
{
    private const int Capacity = 256 * 1024;
    private const int HeadLength = sizeof(int);
    private const int KeptFlag = 1 << 30;

    private readonly byte[] _bytes = new byte[Capacity];
    private long _added;
    private long _taken;
    private long _lost;

    /// <summary>Lines for which there was no room.</summary>
    public long Lost => Volatile.Read(ref _lost);

    /// <summary>Adds a line, if there is room. For the loop.</summary>
    /// <param name="line">The line with its end.</param>
    /// <param name="isKept">Whether it is for the log itself, not only for those who follow it.</param>
    public void Add(ReadOnlySpan<byte> line, bool isKept)
    {
        var end = _added + HeadLength + line.Length;
        if (end - Volatile.Read(ref _taken) > Capacity)
        {
            Volatile.Write(ref _lost, _lost + 1);
            return;
        }

        Span<byte> head = stackalloc byte[HeadLength];
        BinaryPrimitives.WriteInt32LittleEndian(head, line.Length | (isKept ? KeptFlag : 0));
        Put(_added, head);
        Put(_added + HeadLength, line);
        Volatile.Write(ref _added, end);
    }

    /// <summary>Moves the next line to <paramref name="all"/>, and to <paramref name="kept"/> if it belongs there. For the log.</summary>
    public bool TryTake(ArrayBufferWriter<byte> all, ArrayBufferWriter<byte> kept)
    {
        if (_taken == Volatile.Read(ref _added))
            return false;
        Span<byte> head = stackalloc byte[HeadLength];
        Get(_taken, head);
        var length = BinaryPrimitives.ReadInt32LittleEndian(head);
        var line = all.GetSpan(length & ~KeptFlag)[..(length & ~KeptFlag)];
        Get(_taken + HeadLength, line);
        all.Advance(line.Length);
        if ((length & KeptFlag) != 0)
            kept.Write(line);
        Volatile.Write(ref _taken, _taken + HeadLength + line.Length);
        return true;
    }

    private void Put(long position, ReadOnlySpan<byte> bytes)
    {
        var start = (int)(position % Capacity);
        var first = Math.Min(bytes.Length, Capacity - start);
        bytes[..first].CopyTo(_bytes.AsSpan(start));
        bytes[first..].CopyTo(_bytes);
    }

    private void Get(long position, Span<byte> bytes)
    {
        var start = (int)(position % Capacity);
        var first = Math.Min(bytes.Length, Capacity - start);
        _bytes.AsSpan(start, first).CopyTo(bytes);
        _bytes.AsSpan(0, bytes.Length - first).CopyTo(bytes[first..]);
    }
}
