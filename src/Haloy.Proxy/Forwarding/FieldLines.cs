using System.Runtime.InteropServices;

namespace Haloy.Proxy.Forwarding;

/// <summary>Header fields made for one response. Filled again for the next.</summary>
internal sealed class FieldLines
{
    private readonly List<HeaderField> _fields = [];
    private byte[] _bytes = new byte[128];
    private int _length;

    /// <summary>The fields as HTTP/1.1 writes them.</summary>
    public ReadOnlySpan<byte> Lines => _bytes.AsSpan(0, _length);

    /// <summary>Where they stand in <see cref="Lines"/>.</summary>
    public ReadOnlySpan<HeaderField> Fields => CollectionsMarshal.AsSpan(_fields);

    /// <summary>Adds a field whose value is made of two parts.</summary>
    public void Add(ReadOnlySpan<byte> name, ReadOnlySpan<byte> first, ReadOnlySpan<byte> second = default)
    {
        var start = _length;
        Write(name);
        Write(": "u8);
        Write(first);
        Write(second);
        _fields.Add(new HeaderField(start, name.Length, start + name.Length + 2, first.Length + second.Length, FieldRole.EndToEnd));
        Write("\r\n"u8);
    }

    public void Clear()
    {
        _fields.Clear();
        _length = 0;
    }

    private void Write(ReadOnlySpan<byte> part)
    {
        if (_bytes.Length - _length < part.Length)
            Array.Resize(ref _bytes, Math.Max(_bytes.Length * 2, _length + part.Length));
        part.CopyTo(_bytes.AsSpan(_length));
        _length += part.Length;
    }
}
