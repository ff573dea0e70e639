using System.Text;
using Haloy.Proxy.Forwarding;

namespace Haloy.Proxy.Tests.Forwarding;

public sealed class ResponseHeadParserTests
{
    [Fact]
    public void Head_is_taken_apart()
    {
        var (head, bytes) = Parse("HTTP/1.1 200 OK\r\nContent-Length: 5\r\nX-Empty:\r\nX-Space: \t a b \t\r\n\r\nhello");

        Assert.Equal((200, 5L, true, false), (head.Status, head.ContentLength, head.IsHttp11, head.Close));
        Assert.Equal(bytes.Length - 5, head.Length);
        Assert.Equal(["5", "", "a b"], head.Fields.ToArray().Select(f => Encoding.Latin1.GetString(f.Value(bytes))));
    }

    [Fact]
    public void Head_cut_anywhere_is_incomplete_not_wrong()
    {
        const string Whole = "HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\nConnection: close\r\n\r\n";
        for (var length = 0; length < Whole.Length; length++)
            Assert.False(ResponseHeadParser.TryParse(Encoding.Latin1.GetBytes(Whole[..length]), new ResponseHead()));

        Assert.True(Parse(Whole).Head.Close);
    }

    [Theory]
    [InlineData("HTTP/1.1 200\r\n\r\n", BodyFraming.UntilClose)]
    [InlineData("HTTP/1.0 200 OK\r\n\r\n", BodyFraming.UntilClose)]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n", BodyFraming.None)]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: 7\r\n\r\n", BodyFraming.Length)]
    [InlineData("HTTP/1.1 200 OK\r\nTransfer-Encoding: CHUNKED\r\n\r\n", BodyFraming.Chunked)]
    [InlineData("HTTP/1.1 204 No Content\r\n\r\n", BodyFraming.None)]
    [InlineData("HTTP/1.1 304 Not Modified\r\nContent-Length: 7\r\n\r\n", BodyFraming.None)]
    public void Framing_follows_the_rules(string text, object framing) => Assert.Equal(framing, Parse(text).Head.FramingFor(isHead: false));

    [Theory]
    [InlineData("HTTP/1.1 200 OK\nContent-Length: 0\r\n\r\n")]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: 0\n\r\n")]
    [InlineData("\n")]
    [InlineData("HTTP/2 200 OK\r\n\r\n")]
    [InlineData("HTTP/1.2 200 OK\r\n\r\n")]
    [InlineData("http/1.1 200 OK\r\n\r\n")]
    [InlineData("HTTP/1.1  200 OK\r\n\r\n")]
    [InlineData("HTTP/1.1 20x OK\r\n\r\n")]
    [InlineData("HTTP/1.1 2000 OK\r\n\r\n")]
    [InlineData("HTTP/1.1 099 OK\r\n\r\n")]
    [InlineData("HTTP/1.1 600 OK\r\n\r\n")]
    [InlineData("HTTP/1.1 200 O\u0001K\r\n\r\n")]
    [InlineData("<html>\r\n\r\n")]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\n")]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: 1, 1\r\n\r\n")]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: +1\r\n\r\n")]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: -1\r\n\r\n")]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: 0x1\r\n\r\n")]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length:\r\n\r\n")]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: 1 1\r\n\r\n")]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: 9999999999999999999\r\n\r\n")]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n")]
    [InlineData("HTTP/1.1 200 OK\r\nTransfer-Encoding: gzip, chunked\r\n\r\n")]
    [InlineData("HTTP/1.1 200 OK\r\nTransfer-Encoding: identity\r\n\r\n")]
    [InlineData("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n\r\n")]
    [InlineData("HTTP/1.0 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n")]
    [InlineData("HTTP/1.1 200 OK\r\nX-A: 1\r\n folded\r\n\r\n")]
    [InlineData("HTTP/1.1 200 OK\r\n X-A: 1\r\n\r\n")]
    [InlineData("HTTP/1.1 200 OK\r\nX-A : 1\r\n\r\n")]
    [InlineData("HTTP/1.1 200 OK\r\n: 1\r\n\r\n")]
    [InlineData("HTTP/1.1 200 OK\r\nX-A\r\n\r\n")]
    [InlineData("HTTP/1.1 200 OK\r\nX\u0000A: 1\r\n\r\n")]
    [InlineData("HTTP/1.1 200 OK\r\nX-A: 1\u00002\r\n\r\n")]
    [InlineData("HTTP/1.1 200 OK\r\nX-A: 1\r2\r\n\r\n")]
    public void Malformed_or_ambiguous_head_is_refused(string text) => Assert.Throws<BadResponseException>(() => Parse(text));

    [Fact]
    public void Too_many_fields_are_refused() => Assert.Throws<BadResponseException>(() =>
        Parse("HTTP/1.1 200 OK\r\n" + string.Concat(Enumerable.Repeat("A: b\r\n", 257)) + "\r\n"));

    private static (ResponseHead Head, byte[] Bytes) Parse(string text)
    {
        var bytes = Encoding.Latin1.GetBytes(text);
        var head = new ResponseHead();
        Assert.True(ResponseHeadParser.TryParse(bytes, head));
        return (head, bytes);
    }
}
