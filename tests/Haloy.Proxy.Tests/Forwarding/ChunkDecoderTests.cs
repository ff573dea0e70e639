using System.Text;
using Haloy.Proxy.Forwarding;

namespace Haloy.Proxy.Tests.Forwarding;

public sealed class ChunkDecoderTests
{
    [Theory]
    [InlineData("0\r\n\r\n", "")]
    [InlineData("5\r\nhello\r\n0\r\n\r\n", "hello")]
    [InlineData("1\r\na\r\n0000002;name=\"v\"\r\nbc\r\n0\r\nTrailer: x\r\nOther: y\r\n\r\n", "abc")]
    [InlineData("A\r\n0123456789\r\n0\r\n\r\n", "0123456789")]
    public void Body_is_the_same_however_it_is_cut(string encoded, string content)
    {
        for (var piece = 1; piece <= encoded.Length; piece++)
            Assert.Equal((content, true), Decode(encoded, piece));
    }

    [Theory]
    [InlineData("\r\n")]
    [InlineData(" 5\r\nhello\r\n")]
    [InlineData("5 \r\nhello\r\n")]
    [InlineData("0x5\r\nhello\r\n")]
    [InlineData("-5\r\nhello\r\n")]
    [InlineData("g\r\n")]
    [InlineData("5\nhello\r\n")]
    [InlineData("5\r\nhello0\r\n\r\n")]
    [InlineData("5\r\nhello\n0\r\n\r\n")]
    [InlineData("5;a\nhello\r\n")]
    [InlineData(";a\r\n")]
    [InlineData("1000000000000000\r\n")]
    [InlineData("0\r\nTrailer: x\n\r\n")]
    [InlineData("0\r\n\n")]
    public void Malformed_framing_is_refused(string encoded) => Assert.Throws<BadResponseException>(() => Decode(encoded, encoded.Length));

    [Fact]
    public void Endless_framing_is_refused()
    {
        Assert.Throws<BadResponseException>(() => Decode("1;" + new string('x', 2000), 100));
        Assert.Throws<BadResponseException>(() => Decode("0\r\n" + string.Concat(Enumerable.Repeat("A: b\r\n", 4000)), 100));
    }

    private static (string Content, bool Done) Decode(string encoded, int piece)
    {
        var decoder = new ChunkDecoder();
        var content = new StringBuilder();
        foreach (var part in encoded.Chunk(piece))
        {
            ReadOnlySpan<byte> rest = Encoding.Latin1.GetBytes(part);
            while (!rest.IsEmpty && !decoder.IsDone)
            {
                rest = rest[decoder.Skip(rest)..];
                var take = (int)Math.Min(decoder.Remaining, rest.Length);
                content.Append(Encoding.Latin1.GetString(rest[..take]));
                if (take > 0)
                    decoder.Take(take);
                rest = rest[take..];
            }
        }

        return (content.ToString(), decoder.IsDone);
    }
}
