using System.Text;
using Haloy.Proxy.Forwarding;

namespace Haloy.Proxy.Http1;

/// <summary>A parsed request head: positions into the bytes it was parsed from, valid until those are gone. Filled again for each request.</summary>
internal sealed class RequestHead
{
    private HeaderField[] _fields = new HeaderField[24];
    private int _fieldCount;

    /// <summary>Bytes of the head including the empty line.</summary>
    public int Length { get; set; }

    public Range Method { get; set; }

    /// <summary>The target in origin form (RFC 9112 §3.2.1): path and query as sent; of an absolute-form target, what follows its authority.</summary>
    public Range Target { get; set; }

    /// <summary>Value of the one Host field; empty when there is none.</summary>
    public Range Host { get; set; }

    public bool HasHost { get; set; }

    /// <summary>The authority of an absolute-form target; empty for other forms.</summary>
    public Range Authority { get; set; }

    public bool IsHttp11 { get; set; }

    public bool IsHead { get; set; }

    public bool IsGet { get; set; }

    public bool IsConnect { get; set; }

    /// <summary>Whether repeating the request does no more than sending it once (RFC 9110 §9.2.2).</summary>
    public bool IsIdempotent { get; set; }

    public long? ContentLength { get; set; }

    public bool IsChunked { get; set; }

    /// <summary>Whether a body follows.</summary>
    public bool HasBody => IsChunked || ContentLength > 0;

    /// <summary>Whether the client wants the connection to end, by <c>Connection</c> or by its version.</summary>
    public bool Close { get; set; }

    /// <summary>Whether <c>Connection</c> says keep-alive, which HTTP/1.0 needs for it.</summary>
    public bool KeepAlive { get; set; }

    /// <summary>Whether <c>Connection</c> names fields of its own, which then are hop-by-hop too.</summary>
    public bool NamesFields { get; set; }

    /// <summary>Whether <c>Connection</c> says upgrade.</summary>
    public bool AsksUpgrade { get; set; }

    /// <summary>Value of Upgrade; empty when there is none.</summary>
    public Range Upgrade { get; set; }

    /// <summary>Whether <c>TE</c> allows trailers.</summary>
    public bool TakesTrailers { get; set; }

    /// <summary>Whether the client waits for a 100 before it sends its body.</summary>
    public bool ExpectsContinue { get; set; }

    public ReadOnlySpan<HeaderField> Fields => _fields.AsSpan(0, _fieldCount);

    /// <summary>The value of the first field of a name; empty when there is none.</summary>
    public ReadOnlySpan<byte> ValueOf(ReadOnlySpan<byte> bytes, ReadOnlySpan<byte> name)
    {
        foreach (var field in Fields)
        {
            if (Ascii.EqualsIgnoreCase(field.Name(bytes), name))
                return field.Value(bytes);
        }

        return default;
    }

    public void Clear()
    {
        (Length, _fieldCount, ContentLength) = (0, 0, null);
        Method = Target = Host = Authority = Upgrade = default;
        HasHost = IsHttp11 = IsHead = IsGet = IsConnect = IsIdempotent = IsChunked = Close = KeepAlive = NamesFields = AsksUpgrade = TakesTrailers = ExpectsContinue = false;
    }

    public void Add(HeaderField field)
    {
        if (_fieldCount == _fields.Length)
            Array.Resize(ref _fields, _fields.Length * 2);
        _fields[_fieldCount++] = field;
    }

    /// <summary>Lets the field whose name begins at <paramref name="nameStart"/> not be passed on.</summary>
    public void Drop(int nameStart)
    {
        for (var i = 0; i < _fieldCount; i++)
        {
            if (_fields[i].NameStart == nameStart)
                _fields[i] = _fields[i] with { Role = FieldRole.HopByHop };
        }
    }
}
