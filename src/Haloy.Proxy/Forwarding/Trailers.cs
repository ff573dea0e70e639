using Haloy.Proxy.Compression;

namespace Haloy.Proxy.Forwarding;

/// <summary>
/// The fields behind a body (RFC 9110 §6.5), in the form of HTTP/1.1. Whoever puts one in has made sure that it is well-formed; whether it
/// may be passed on is asked of <see cref="TrailerRules"/>.
/// </summary>
internal sealed class Trailers
{
    /// <summary>Bytes of all fields together at most.</summary>
    public const int MaxLength = 16 * 1024;

    /// <summary>Fields at most.</summary>
    public const int MaxFields = 100;

    private byte[] _lines = new byte[256];
    private int _length;
    private int _field;
    private int _value;

    public bool IsEmpty => _length == 0;

    public int Count { get; private set; }

    /// <summary>The fields, each with its line end.</summary>
    public ReadOnlySpan<byte> Lines => _lines.AsSpan(0, _length);

    /// <summary>Whether a field of these lengths has no place any more.</summary>
    public bool IsFull(int name, int value) => Count == MaxFields || _length + name + value > MaxLength;

    public void Add(ReadOnlySpan<byte> name, ReadOnlySpan<byte> value)
    {
        Append(name);
        EndName();
        Append(value);
        EndField();
    }

    /// <summary>Adds to the name or value of the field that is being read.</summary>
    public void Append(params ReadOnlySpan<byte> bytes)
    {
        if (_lines.Length - _length < bytes.Length)
            Array.Resize(ref _lines, Math.Max(_lines.Length * 2, _length + bytes.Length));
        bytes.CopyTo(_lines.AsSpan(_length));
        _length += bytes.Length;
    }

    /// <summary>What was added is a name; its value follows.</summary>
    public void EndName()
    {
        Append(": "u8);
        _value = _length;
    }

    /// <summary>The value is complete, but for white space around it.</summary>
    public void EndField()
    {
        var value = _lines.AsSpan(_value, _length - _value);
        var trimmed = value.Trim(" \t"u8);
        trimmed.CopyTo(value);
        _length = _value + trimmed.Length;
        Append("\r\n"u8);
        _field = _length;
        Count++;
    }

    /// <summary>Walks along the fields; <paramref name="position"/> begins with 0.</summary>
    public bool TryNext(ref int position, out ReadOnlySpan<byte> name, out ReadOnlySpan<byte> value)
    {
        name = value = default;
        if (position >= _field)
            return false;
        var line = _lines.AsSpan(position, _field - position);
        line = line[..line.IndexOf((byte)'\r')];
        var colon = line.IndexOf((byte)':');
        name = line[..colon];
        value = line[(colon + 2)..];
        position += line.Length + 2;
        return true;
    }

    /// <summary>Takes out the fields that may not be passed on.</summary>
    /// <param name="ofRequest">Whether they are of a request.</param>
    /// <param name="set">Fields that are said by somebody else; <see langword="null"/> for none.</param>
    /// <param name="compressed">Whether the content was compressed on its way: what is said of its bytes is not true any more.</param>
    /// <returns>What is left; <see langword="null"/> for nothing.</returns>
    public Trailers? Filter(bool ofRequest, ResponseFields? set = null, bool compressed = false)
    {
        var (kept, position) = (0, 0);
        while (position is var start && TryNext(ref position, out var name, out _))
        {
            if (!TrailerRules.MayPass(name, ofRequest) || set?.Sets(name) == true || (compressed && FieldMeanings.Of(name) is FieldMeaning.OfBytes or FieldMeaning.Tag))
                continue;
            _lines.AsSpan(start, position - start).CopyTo(_lines.AsSpan(kept));
            kept += position - start;
        }

        _length = _field = kept;
        return IsEmpty ? null : this;
    }

    public void Clear() => (_length, _field, _value, Count) = (0, 0, 0, 0);
}
