using System.Text;
using Haloy.Proxy.Compression;
using Haloy.Proxy.Forwarding;

namespace Haloy.Proxy.Tests.Compression;

public sealed class AcceptedCodingsTests
{
    [Theory]
    [InlineData("", "Identity")]
    [InlineData("gzip", "Gzip")]
    [InlineData("gzip, deflate, br, zstd", "Zstd")]
    [InlineData("gzip, deflate, br", "Brotli")]
    [InlineData("GZIP", "Gzip")]
    [InlineData("x-gzip", "Gzip")]
    [InlineData("deflate, compress", "Identity")]
    [InlineData("identity", "Identity")]
    [InlineData("gzip;q=1.0, br;q=0.9, zstd;q=0.8", "Gzip")]
    [InlineData("gzip ; Q=0.5\t,\tbr;q=0.501", "Brotli")]
    [InlineData("gzip;q=0", "Identity")]
    [InlineData("gzip;q=0.000, br;q=0.001", "Brotli")]
    [InlineData("*", "Zstd")]
    [InlineData("*;q=0", "Identity")]
    [InlineData("*;q=0.5, zstd;q=0", "Brotli")]
    [InlineData("gzip, *;q=0", "Gzip")]
    [InlineData("identity;q=0", "Identity")]
    [InlineData("identity;q=0, *", "Zstd")]
    [InlineData("identity, gzip", "Gzip")]
    [InlineData("identity, gzip;q=0.5", "Identity")]
    [InlineData("identity;q=0.5, gzip;q=0.5", "Gzip")]
    [InlineData("gzip, gzip;q=0", "Identity")]
    [InlineData(",, gzip ,", "Gzip")]
    [InlineData("gzip;q=1.000", "Gzip")]
    [InlineData("gzip;q=1.", "Gzip")]
    public void Best_coding_is_what_the_client_likes_best(string accept, string expected) =>
        Assert.Equal(expected, AcceptedCodings.Of(Encoding.ASCII.GetBytes(accept)).Best(hasZstd: true).ToString());

    [Theory]
    [InlineData("gzip;q=")]
    [InlineData("gzip;q=2")]
    [InlineData("gzip;q=1.001")]
    [InlineData("gzip;q=0.1234")]
    [InlineData("gzip;q=0,5")]
    [InlineData("gzip;q=-0")]
    [InlineData("gzip;q=.5")]
    [InlineData("gzip;q=0 5")]
    [InlineData("gzip;level=9")]
    [InlineData("gzip;q=1;q=1")]
    [InlineData("gzip br")]
    [InlineData("gzip, br\u00e9")]
    [InlineData(";q=1, gzip")]
    public void What_is_malformed_asks_for_nothing(string accept) =>
        Assert.Equal(ContentCoding.Identity, AcceptedCodings.Of(Encoding.Latin1.GetBytes(accept)).Best(hasZstd: true));

    [Theory]
    [InlineData("zstd", "Identity")]
    [InlineData("gzip, zstd", "Gzip")]
    [InlineData("*", "Brotli")]
    public void Without_its_library_zstd_is_not_offered(string accept, string expected) =>
        Assert.Equal(expected, AcceptedCodings.Of(Encoding.ASCII.GetBytes(accept)).Best(hasZstd: false).ToString());

    [Fact]
    public void Fields_count_together()
    {
        Assert.Equal(ContentCoding.Brotli, Best("Accept-Encoding: gzip\r\nX: zstd\r\naccept-encoding: br\r\n"));
        Assert.Equal(ContentCoding.Identity, Best("Accept-Encoding: gzip\r\nAccept-Encoding: br;q=x\r\n"));
        Assert.Equal(ContentCoding.Identity, Best("X-Accept-Encoding: gzip\r\n"));
    }

    private static ContentCoding Best(string fields)
    {
        var head = new SentHead();
        var bytes = Encoding.ASCII.GetBytes($"GET / HTTP/1.1\r\n{fields}\r\n");
        bytes.CopyTo(head.Rent(bytes.Length), 0);
        head.Length = bytes.Length;
        var best = AcceptedCodings.Of(head).Best(hasZstd: true);
        head.Release();
        return best;
    }
}
