namespace Haloy.Proxy.Http2.Hpack;

/// <summary>The entries a client has added (RFC 7541 §2.3.2), newest first, bounded by their size.</summary>
internal sealed class DynamicTable
{
    private const int EntryOverhead = 32;

    private readonly int _maxSize;
    private readonly (byte[] Name, byte[] Value)[] _entries;
    private int _newest;
    private int _size;
    private int _limit;

    public DynamicTable(int maxSize)
    {
        _maxSize = _limit = maxSize;
        _entries = new (byte[], byte[])[(maxSize / EntryOverhead) + 1];
    }

    public int Count { get; private set; }

    /// <summary>An entry by its index, from 0.</summary>
    public (byte[] Name, byte[] Value) At(int index) => _entries[(_newest - index + _entries.Length) % _entries.Length];

    public void Add(ReadOnlySpan<byte> name, ReadOnlySpan<byte> value)
    {
        var size = name.Length + value.Length + EntryOverhead;
        // The name may be that of an entry about to be evicted.
        var entry = (name.ToArray(), value.ToArray());
        Evict(_limit - size);
        if (size > _limit)
            return;
        _newest = (_newest + 1) % _entries.Length;
        _entries[_newest] = entry;
        Count++;
        _size += size;
    }

    /// <summary>Changes the limit; <see langword="false"/> when it is above what we allow.</summary>
    public bool TryResize(int limit)
    {
        if (limit > _maxSize)
            return false;
        _limit = limit;
        Evict(limit);
        return true;
    }

    private void Evict(int limit)
    {
        while (Count > 0 && _size > limit)
        {
            var oldest = (_newest - (Count - 1) + _entries.Length) % _entries.Length;
            _size -= _entries[oldest].Name.Length + _entries[oldest].Value.Length + EntryOverhead;
            _entries[oldest] = default;
            Count--;
        }
    }
}
