using System.Text;

namespace Haloy.Proxy.Compression;

/// <summary>What a field of a response has to do with compression.</summary>
internal enum FieldMeaning
{
    Nothing,
    Type,
    Encoding,
    Range,
    CacheControl,
    Vary,
    Tag,

    /// <summary>Said of the bytes as they were: not true of others.</summary>
    OfBytes,
}

internal static class FieldMeanings
{
    public static FieldMeaning Of(ReadOnlySpan<byte> name) => name.Length switch
    {
        4 when Is(name, "Vary"u8) => FieldMeaning.Vary,
        4 when Is(name, "ETag"u8) => FieldMeaning.Tag,
        6 when Is(name, "Digest"u8) => FieldMeaning.OfBytes,
        11 when Is(name, "Content-MD5"u8) || Is(name, "Repr-Digest"u8) => FieldMeaning.OfBytes,
        12 when Is(name, "Content-Type"u8) => FieldMeaning.Type,
        13 when Is(name, "Accept-Ranges"u8) => FieldMeaning.OfBytes,
        13 when Is(name, "Content-Range"u8) => FieldMeaning.Range,
        13 when Is(name, "Cache-Control"u8) => FieldMeaning.CacheControl,
        14 when Is(name, "Content-Digest"u8) => FieldMeaning.OfBytes,
        16 when Is(name, "Content-Encoding"u8) => FieldMeaning.Encoding,
        _ => FieldMeaning.Nothing,
    };

    private static bool Is(ReadOnlySpan<byte> name, ReadOnlySpan<byte> expected) => Ascii.EqualsIgnoreCase(name, expected);
}
