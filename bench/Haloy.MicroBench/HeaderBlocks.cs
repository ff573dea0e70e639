using BenchmarkDotNet.Attributes;
using Haloy.Proxy.Http2.Hpack;

namespace Haloy.MicroBench;

/// <summary>Reading a client's HPACK block whose fields its table already has, and writing the block of an answer.</summary>
public class HeaderBlocks
{
    private readonly HpackDecoder _decoder = new();
    private readonly Count _sink = new();
    private readonly byte[] _room = new byte[512];

    // :method GET, :scheme https, :path /, then fields 62 to 66 of the dynamic table, which the first block fills.
    private static readonly byte[] First =
    [
        0x82, 0x87, 0x84,
        .. Literal(1, "app.example.com"), .. Literal(58, "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36"),
        .. Literal(16, "gzip, deflate, br, zstd"), .. Literal(17, "en-GB,en;q=0.9"), .. Literal(32, "session=4f7c1a2be08d4c6f9f1e"),
    ];

    private static readonly byte[] Later = [0x82, 0x87, 0x84, 0xbe, 0xbf, 0xc0, 0xc1, 0xc2];

    public HeaderBlocks() => _decoder.Decode(First, _sink);

    [Benchmark]
    public int Decode()
    {
        _decoder.Decode(Later, _sink);
        return _sink.Bytes;
    }

    [Benchmark]
    public int Encode()
    {
        var length = HpackEncoder.WriteStatus(200, _room);
        length += HpackEncoder.WriteField("Content-Type"u8, "text/html; charset=utf-8"u8, _room.AsSpan(length));
        length += HpackEncoder.WriteField("Content-Length"u8, "1024"u8, _room.AsSpan(length));
        length += HpackEncoder.WriteField("Cache-Control"u8, "private, max-age=0"u8, _room.AsSpan(length));
        return length + HpackEncoder.WriteField("X-Frame-Options"u8, "SAMEORIGIN"u8, _room.AsSpan(length));
    }

    // RFC 7541 §6.2.1: a literal with incremental indexing, its name from the static table.
    private static byte[] Literal(byte name, string value) => [(byte)(0x40 | name), (byte)value.Length, .. value.Select(c => (byte)c)];

    private sealed class Count : IFieldSink
    {
        public int Bytes { get; private set; }

        public void OnField(ReadOnlySpan<byte> name, ReadOnlySpan<byte> value) => Bytes += name.Length + value.Length;
    }
}
