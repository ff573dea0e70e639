namespace Haloy.Proxy.Forwarding;

/// <summary>Where one header field stands in the bytes of a head, and what it means to a proxy.</summary>
internal readonly record struct HeaderField(int NameStart, int NameLength, int ValueStart, int ValueLength, FieldRole Role)
{
    public ReadOnlySpan<byte> Name(ReadOnlySpan<byte> head) => head.Slice(NameStart, NameLength);

    public ReadOnlySpan<byte> Value(ReadOnlySpan<byte> head) => head.Slice(ValueStart, ValueLength);
}

/// <summary>How a header field is treated.</summary>
internal enum FieldRole : byte
{
    /// <summary>Passed on as it is.</summary>
    EndToEnd,

    /// <summary>Meant for this hop only: dropped.</summary>
    HopByHop,

    Connection,
    ContentLength,
    TransferEncoding,
    Upgrade,
    Host,
    Expect,

    /// <summary>TE.</summary>
    TransferExtensions,

    /// <summary>Names of the fields that come behind the body.</summary>
    Trailer,

    /// <summary>X-Request-Id.</summary>
    RequestId,
}

/// <summary>How the end of a response body is found (RFC 9112 §6.3).</summary>
internal enum BodyFraming
{
    None,
    Length,
    Chunked,
    UntilClose,
}

/// <summary>A parsed response head: positions into the bytes it was parsed from, valid until those are consumed. Filled again for each response.</summary>
internal sealed class ResponseHead
{
    private HeaderField[] _fields = new HeaderField[16];

    public int Status { get; set; }

    /// <summary>Bytes of the status line without its end.</summary>
    public int StatusLineLength { get; set; }

    public bool HasDate { get; set; }

    /// <summary>Bytes of the head including the empty line.</summary>
    public int Length { get; set; }

    /// <summary>Whether the status line says HTTP/1.1 rather than 1.0.</summary>
    public bool IsHttp11 { get; set; }

    public long? ContentLength { get; set; }

    public bool IsChunked { get; set; }

    /// <summary>Whether the backend wants to close, by <c>Connection: close</c> or by its version.</summary>
    public bool Close { get; set; }

    /// <summary>Whether <c>Connection</c> names fields of its own, which then are hop-by-hop too.</summary>
    public bool NamesFields { get; set; }

    /// <summary>Whether it says which fields come behind the body.</summary>
    public bool AnnouncesTrailers { get; set; }

    /// <summary>Fields that are added when it is passed on.</summary>
    public ResponseFields? Added { get; set; }

    /// <summary>Fields that were made for this response alone; <see langword="null"/> as long as there never were any.</summary>
    public FieldLines? Own { get; private set; }

    /// <summary>Bytes that <see cref="Added"/> and <see cref="Own"/> take in HTTP/1.1.</summary>
    public int AddedLength => (Added?.Lines.Length ?? 0) + (Own?.Lines.Length ?? 0);

    /// <summary>Where such fields are put.</summary>
    public FieldLines OwnFields => Own ??= new FieldLines();

    public int FieldCount { get; private set; }

    public ReadOnlySpan<HeaderField> Fields => _fields.AsSpan(0, FieldCount);

    public void Clear()
    {
        (StatusLineLength, HasDate, Added, AnnouncesTrailers) = (0, false, null, false);
        Own?.Clear();
        (Status, Length, IsHttp11, ContentLength, IsChunked, Close, NamesFields, FieldCount) = (0, 0, false, null, false, false, false, 0);
    }

    public void Add(HeaderField field)
    {
        if (FieldCount == _fields.Length)
            Array.Resize(ref _fields, _fields.Length * 2);
        _fields[FieldCount++] = field;
    }

    /// <summary>Lets a field not be passed on.</summary>
    public void Drop(int index) => _fields[index] = _fields[index] with { Role = FieldRole.HopByHop };

    /// <summary>Lets what is said of trailers be passed on, as far as they are themselves.</summary>
    public void KeepAnnouncement(ReadOnlySpan<byte> bytes)
    {
        for (var i = 0; i < FieldCount; i++)
        {
            if (_fields[i].Role == FieldRole.Trailer && TrailerRules.MayBeAnnounced(_fields[i].Value(bytes), ofRequest: false))
                _fields[i] = _fields[i] with { Role = FieldRole.EndToEnd };
        }
    }

    /// <summary>The framing of the body that follows a final response.</summary>
    public BodyFraming FramingFor(bool isHead)
    {
        if (isHead || Status is 204 or 304 or < 200)
            return BodyFraming.None;
        if (IsChunked)
            return BodyFraming.Chunked;
        return ContentLength switch
        {
            null => BodyFraming.UntilClose,
            0 => BodyFraming.None,
            _ => BodyFraming.Length,
        };
    }
}
