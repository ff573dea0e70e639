namespace Haloy.Proxy.Http2.Hpack;

/// <summary>Takes the fields of a header block, in order.</summary>
internal interface IFieldSink
{
    void OnField(ReadOnlySpan<byte> name, ReadOnlySpan<byte> value);
}

/// <summary>Reads header blocks (RFC 7541). One for a connection: its table lives from block to block.</summary>
internal sealed class HpackDecoder
{
    /// <summary>Size of the table that a client may use: the default of RFC 9113 §6.5.2.</summary>
    public const int TableSize = 4096;

    private const int MaxString = 64 * 1024;
    private const int KeptBuffer = 4096;

    private readonly DynamicTable _table = new(TableSize);
    private byte[] _name = new byte[256];
    private byte[] _value = new byte[1024];

    /// <summary>Reads a whole block.</summary>
    /// <exception cref="Http2Exception">It is malformed: the tables of both sides do not agree any more.</exception>
    public void Decode(ReadOnlySpan<byte> block, IFieldSink sink)
    {
        Shrink();
        var atStart = true;
        while (!block.IsEmpty)
        {
            var first = block[0];
            if ((first & 0x80) != 0)
            {
                var (name, value) = Entry(Integer(ref block, 7));
                sink.OnField(name, value);
            }
            else if ((first & 0xe0) == 0x20)
            {
                if (!atStart || !_table.TryResize(Integer(ref block, 5)))
                    throw Malformed("a table size is out of place");
                continue;
            }
            else
            {
                Literal(ref block, first, sink);
            }

            atStart = false;
        }
    }

    // A connection does not keep for ever what one large field needed.
    private void Shrink()
    {
        if (_name.Length > KeptBuffer)
            _name = new byte[KeptBuffer];
        if (_value.Length > KeptBuffer)
            _value = new byte[KeptBuffer];
    }

    private void Literal(ref ReadOnlySpan<byte> block, byte first, IFieldSink sink)
    {
        var indexing = (first & 0x40) != 0;
        var index = Integer(ref block, indexing ? 6 : 4);
        var name = index > 0 ? Entry(index).Name : String(ref block, ref _name);
        var value = String(ref block, ref _value);
        sink.OnField(name, value);
        if (indexing)
            _table.Add(name, value);
    }

    private (byte[] Name, byte[] Value) Entry(int index)
    {
        if (index > 0 && index <= StaticTable.Count)
            return StaticTable.At(index);
        var dynamic = index - StaticTable.Count - 1;
        return index > 0 && dynamic < _table.Count ? _table.At(dynamic) : throw Malformed("an index is out of range");
    }

    private static ReadOnlySpan<byte> String(ref ReadOnlySpan<byte> block, ref byte[] buffer)
    {
        if (block.IsEmpty)
            throw Malformed("a string is missing");
        var isCoded = (block[0] & 0x80) != 0;
        var length = Integer(ref block, 7);
        if (length > block.Length || length > MaxString)
            throw Malformed("a string is longer than its block");
        var text = block[..length];
        block = block[length..];
        if (!isCoded)
            return text;

        if (buffer.Length < Huffman.MaxDecoded(length))
            buffer = new byte[Huffman.MaxDecoded(length)];
        var decoded = Huffman.Decode(text, buffer);
        return decoded >= 0 ? buffer.AsSpan(0, decoded) : throw Malformed("a string is coded wrongly");
    }

    // RFC 7541 §5.1.
    private static int Integer(ref ReadOnlySpan<byte> block, int prefixBits)
    {
        const int MaxShift = 21;
        var max = (1 << prefixBits) - 1;
        var value = block[0] & max;
        block = block[1..];
        if (value < max)
            return value;
        for (var shift = 0; shift <= MaxShift; shift += 7)
        {
            if (block.IsEmpty)
                throw Malformed("an integer is not complete");
            var next = block[0];
            block = block[1..];
            value += (next & 0x7f) << shift;
            if ((next & 0x80) == 0)
                return value;
        }

        throw Malformed("an integer is too large");
    }

    private static Http2Exception Malformed(string reason) => new(ErrorCode.Compression, $"A header block is malformed: {reason}");
}
