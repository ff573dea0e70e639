using System.Buffers;
using System.Text;

namespace Haloy.Proxy.Forwarding;

/// <summary>Grows a rented buffer while a request head is written into it.</summary>
internal sealed class HeadBuffer : IDisposable
{
    private const int InitialSize = 2048;

    private byte[] _bytes = ArrayPool<byte>.Shared.Rent(InitialSize);
    private int _length;

    public ReadOnlyMemory<byte> Written => _bytes.AsMemory(0, _length);

    public void Write(ReadOnlySpan<byte> bytes)
    {
        Ensure(bytes.Length);
        bytes.CopyTo(_bytes.AsSpan(_length));
        _length += bytes.Length;
    }

    /// <summary>Writes text byte for byte as it came in: Kestrel was told to read header bytes as Latin-1, which loses nothing.</summary>
    public void Write(string text)
    {
        Ensure(text.Length);
        _length += Encoding.Latin1.GetBytes(text, _bytes.AsSpan(_length));
    }

    public void WriteField(string name, string value)
    {
        Write(name);
        Write(": "u8);
        Write(value);
        Write("\r\n"u8);
    }

    public void WriteField(ReadOnlySpan<byte> nameWithColon, string value)
    {
        Write(nameWithColon);
        Write(value);
        Write("\r\n"u8);
    }

    public void Write(long number)
    {
        const int MaxDigits = 20;
        Ensure(MaxDigits);
        number.TryFormat(_bytes.AsSpan(_length), out var written);
        _length += written;
    }

    public void Dispose()
    {
        ArrayPool<byte>.Shared.Return(_bytes);
        _bytes = [];
    }

    private void Ensure(int more)
    {
        if (_bytes.Length - _length >= more)
            return;
        var larger = ArrayPool<byte>.Shared.Rent(Math.Max(_bytes.Length * 2, _length + more));
        _bytes.AsSpan(0, _length).CopyTo(larger);
        ArrayPool<byte>.Shared.Return(_bytes);
        _bytes = larger;
    }
}
