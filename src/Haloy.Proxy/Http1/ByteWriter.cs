namespace Haloy.Proxy.Http1;

/// <summary>Writes bytes one after the other into room that is known to be enough.</summary>
internal ref struct ByteWriter(Span<byte> destination)
{
    private readonly Span<byte> _destination = destination;

    public int Length { get; private set; }

    public void Write(scoped ReadOnlySpan<byte> bytes)
    {
        bytes.CopyTo(_destination[Length..]);
        Length += bytes.Length;
    }

    public void Write(long number)
    {
        number.TryFormat(_destination[Length..], out var written);
        Length += written;
    }

    /// <summary>Writes <c>name: value</c> and the line end; <paramref name="name"/> brings its colon and space.</summary>
    public void WriteField(scoped ReadOnlySpan<byte> name, scoped ReadOnlySpan<byte> value)
    {
        Write(name);
        Write(value);
        Write("\r\n"u8);
    }
}
