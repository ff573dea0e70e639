namespace Haloy.Proxy.Compression;

/// <summary>How content is coded (RFC 9110 §8.4.1). Of those that a client likes alike, the last is taken.</summary>
internal enum ContentCoding
{
    Identity,
    Gzip,
    Brotli,
    Zstd,
}
