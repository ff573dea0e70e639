using Haloy.Proxy.Http2.Hpack;

namespace Haloy.Proxy.Tests.Http2.Hpack;

public sealed class HuffmanTests
{
    // RFC 7541 appendix C.4 and C.6, and letters with the longest words.
    [Theory]
    [InlineData("f1e3c2e5f23a6ba0ab90f4ff", "www.example.com")]
    [InlineData("a8eb10649cbf", "no-cache")]
    [InlineData("25a849e95ba97d7f", "custom-key")]
    [InlineData("25a849e95bb8e8b4bf", "custom-value")]
    [InlineData("6402", "302")]
    [InlineData("640eff", "307")]
    [InlineData("aec3771a4b", "private")]
    [InlineData("d07abe941054d444a8200595040b8166e082a62d1bff", "Mon, 21 Oct 2013 20:13:21 GMT")]
    [InlineData("9d29ad171863c78f0b97c8e9ae82ae43d3", "https://www.example.com")]
    [InlineData("9bd9ab", "gzip")]
    [InlineData("ffc7", "\0")]
    [InlineData("fffffff3", "\n")]
    [InlineData("", "")]
    public void Coded_text_is_read(string hex, string text)
    {
        Assert.Equal(text, Decode(hex));
    }

    [Theory]
    [InlineData("00")] // letter and zeros
    [InlineData("ff")] // eight bits of padding
    [InlineData("ffff")]
    [InlineData("1fff")] // letter, eleven bits of padding
    [InlineData("fffffffc")] // the end of the string
    [InlineData("fffffffe")]
    public void Wrong_coding_is_refused(string hex) => Assert.Null(Decode(hex));

    [Fact]
    public void Longest_text_fits_what_is_announced()
    {
        // "0" has five bits: eight of them are five bytes of zeros.
        var text = Decode(string.Concat(Enumerable.Repeat("00", 500)));

        Assert.Equal(new string('0', 800), text);
        Assert.True(text!.Length <= Huffman.MaxDecoded(500));
    }

    private static string? Decode(string hex)
    {
        var coded = Convert.FromHexString(hex);
        var decoded = new byte[Huffman.MaxDecoded(coded.Length)];
        var length = Huffman.Decode(coded, decoded);
        return length < 0 ? null : System.Text.Encoding.Latin1.GetString(decoded, 0, length);
    }
}
