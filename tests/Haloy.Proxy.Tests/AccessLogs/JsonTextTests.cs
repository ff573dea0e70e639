using System.Text;
using System.Text.Json;
using Haloy.Proxy.AccessLogs;
using Haloy.Proxy.Http1;

namespace Haloy.Proxy.Tests.AccessLogs;

public sealed class JsonTextTests
{
    [Theory]
    [InlineData("plain /text?", "plain /text?")]
    [InlineData("a\"b\\c", "a\"b\\c")]
    [InlineData("äö€😀", "äö€😀")]
    [InlineData("a\nb\r\tc\0\u001b[31m\u007f\u009b", "a\nb\r\tc\0\u001b[31m\u007f\u009b")]
    [InlineData("\u202e\u2028\u2029\u200f\ufeff", "\u202e\u2028\u2029\u200f\ufeff")]
    public void Text_reads_as_it_was_and_shows_nothing_that_steers_a_terminal(string text, string read)
    {
        var json = Write(Encoding.UTF8.GetBytes(text), 100);

        Assert.Equal(read, JsonSerializer.Deserialize<string>(json));
        Assert.DoesNotContain(json, c => char.IsControl(c) || c is '\u202e' or '\u2028' or '\u2029' or '\u200f' or '\ufeff');
    }

    [Theory]
    [InlineData(new byte[] { 0xff, 0xfe }, "\ufffd\ufffd")]
    [InlineData(new byte[] { 0x41, 0xc3 }, "A\ufffd")]
    [InlineData(new byte[] { 0xed, 0xa0, 0x80 }, "\ufffd\ufffd\ufffd")]
    public void Bytes_that_are_no_text_are_replaced(byte[] bytes, string read) => Assert.Equal(read, JsonSerializer.Deserialize<string>(Write(bytes, 100)));

    [Fact]
    public void Long_text_is_cut_and_the_worst_fits_the_room()
    {
        Assert.Equal("\"abc…\"", Write("abcdef"u8, 3));
        Assert.Equal("\"abc\"", Write("abc"u8, 3));
        for (var next = 0; next < 256; next++)
        {
            var json = Write(Enumerable.Repeat((byte)next, 10).ToArray(), 9);
            Assert.InRange(Encoding.UTF8.GetByteCount(json), 11, (9 * JsonText.Expansion) + 5);
        }
    }

    private static string Write(ReadOnlySpan<byte> text, int limit)
    {
        var buffer = new byte[1024];
        var writer = new ByteWriter(buffer);
        JsonText.Write(ref writer, text, limit);
        return Encoding.UTF8.GetString(buffer, 0, writer.Length);
    }
}
