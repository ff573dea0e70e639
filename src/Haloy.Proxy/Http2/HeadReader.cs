using System.Buffers;
using Haloy.Proxy.Forwarding;
using Haloy.Proxy.Http1;
using Haloy.Proxy.Http2.Hpack;

namespace Haloy.Proxy.Http2;

/// <summary>
/// Puts the fields of a head into the form HTTP/1.1 writes them. What HTTP/1.1 would read differently is refused here (RFC 9113 §8.2 and §10.3).
/// </summary>
/// <param name="maxFields">Fields that are put up with.</param>
internal abstract class HeadReader(int maxFields) : IFieldSink
{
    private byte[] _bytes = [];
    private int _count;
    private int _size;

    /// <summary>What the head's positions are of.</summary>
    public ReadOnlySpan<byte> Bytes => _bytes.AsSpan(0, Length);

    protected int Length { get; private set; }

    /// <summary>What is wrong with the head; <see langword="null"/> for nothing so far.</summary>
    protected string? Problem { get; set; }

    /// <summary>Whether a field that is none of the protocol's own has come: those come first.</summary>
    protected bool PseudoIsOver { get; private set; }

    public static bool IsName(ReadOnlySpan<byte> name) => FieldSyntax.IsToken(name) && !name.ContainsAnyInRange((byte)'A', (byte)'Z');

    public static bool IsValue(ReadOnlySpan<byte> value) =>
        FieldSyntax.IsValue(value) && (value.IsEmpty || (value[0] is not (32 or 9) && value[^1] is not (32 or 9)));

    /// <summary>Whether a field is about a connection of HTTP/1.1 (RFC 9113 §8.2.2).</summary>
    public static bool IsOfConnection(ReadOnlySpan<byte> name) => name.Length switch
    {
        7 => name.SequenceEqual("upgrade"u8),
        10 => name.SequenceEqual("connection"u8) || name.SequenceEqual("keep-alive"u8),
        16 => name.SequenceEqual("proxy-connection"u8),
        17 => name.SequenceEqual("transfer-encoding"u8),
        _ => false,
    };

    public void OnField(ReadOnlySpan<byte> name, ReadOnlySpan<byte> value)
    {
        // The rest of the block has to be read all the same: it changes the table.
        if (Problem is not null)
            return;
        _size += name.Length + value.Length;
        if (_size > RequestHeadParser.MaxHead || ++_count > maxFields)
            Problem = "the head is too large";
        else if (!IsValue(value))
            Problem = "a value has characters that are not allowed";
        else if (name.Length > 0 && name[0] == (byte)':')
            Problem = PseudoIsOver ? "a pseudo-header field comes late" : TakePseudo(name, value);
        else
            Check(name, value);
    }

    public void Release()
    {
        if (_bytes.Length > 0)
            ArrayPool<byte>.Shared.Return(_bytes);
        _bytes = [];
    }

    /// <summary>Begins a head.</summary>
    protected void Reset()
    {
        (Length, _count, _size, Problem) = (0, 0, 0, null);
        PseudoIsOver = false;
    }

    /// <summary>Takes a field of the protocol's own; returns what is wrong with it.</summary>
    protected abstract string? TakePseudo(ReadOnlySpan<byte> name, ReadOnlySpan<byte> value);

    /// <summary>Takes any other field.</summary>
    protected abstract void TakeField(ReadOnlySpan<byte> name, ReadOnlySpan<byte> value);

    /// <summary>Writes a field.</summary>
    /// <returns>Where it stands.</returns>
    protected HeaderField Write(ReadOnlySpan<byte> name, ReadOnlySpan<byte> value, FieldRole role)
    {
        var start = Length;
        Append(name);
        Append(": "u8);
        var valueStart = Length;
        Append(value);
        Append("\r\n"u8);
        return new HeaderField(start, name.Length, valueStart, value.Length, role);
    }

    protected void Append(ReadOnlySpan<byte> bytes)
    {
        if (_bytes.Length - Length < bytes.Length)
        {
            var larger = ArrayPool<byte>.Shared.Rent(Math.Max(_bytes.Length * 2, Math.Max(2048, Length + bytes.Length)));
            Bytes.CopyTo(larger);
            Release();
            _bytes = larger;
        }

        bytes.CopyTo(_bytes.AsSpan(Length));
        Length += bytes.Length;
    }

    private void Check(ReadOnlySpan<byte> name, ReadOnlySpan<byte> value)
    {
        PseudoIsOver = true;
        if (!IsName(name))
            Problem = "a name has characters that are not allowed";
        else if (IsOfConnection(name))
            Problem = "a field is about the connection";
        else
            TakeField(name, value);
    }
}
