using System.Text;
using Haloy.Docker.Containers;

namespace Haloy.Docker.Tests.Containers;

public sealed class LogLineAssemblerTests
{
    [Fact]
    public void Character_split_at_any_byte_stays_whole()
    {
        var text = Encoding.UTF8.GetBytes("aé€😀z\n");
        for (var cut = 0; cut <= text.Length; cut++)
        {
            var assembler = new LogLineAssembler(100);

            LogLine[] lines = [.. assembler.Append(Out(text.AsSpan(0, cut))), .. assembler.Append(Out(text.AsSpan(cut))), .. assembler.Flush()];

            Assert.Equal([new LogLine(LogStream.Stdout, "aé€😀z", Truncated: false)], lines);
        }
    }

    [Fact]
    public void Streams_do_not_mix()
    {
        var assembler = new LogLineAssembler(100);

        LogLine[] lines =
        [
            .. assembler.Append(Out("one "u8)),
            .. assembler.Append(new LogFrame(LogStream.Stderr, "bad"u8.ToArray())),
            .. assembler.Append(Out("line\ntwo"u8)),
            .. assembler.Flush(),
        ];

        Assert.Equal(
            [(LogStream.Stdout, "one line"), (LogStream.Stdout, "two"), (LogStream.Stderr, "bad")], lines.Select(line => (line.Stream, line.Text)));
    }

    [Theory]
    [InlineData("a\r\n\nb\n", new[] { "a", "", "b" })]
    [InlineData("\r\n", new[] { "" })]
    [InlineData("no end", new[] { "no end" })]
    [InlineData("", new string[0])]
    public void Line_ends_are_taken_off(string text, string[] expected)
    {
        var assembler = new LogLineAssembler(100);

        LogLine[] lines = [.. assembler.Append(Out(Encoding.UTF8.GetBytes(text))), .. assembler.Flush()];

        Assert.Equal(expected, lines.Select(line => line.Text));
    }

    [Theory]
    [InlineData(4, "abc€", "abc")]
    [InlineData(5, "abc€", "abc")]
    [InlineData(6, "abc€x", "abc€")]
    [InlineData(3, "abcd", "abc")]
    [InlineData(5, "ab😀c", "ab")]
    [InlineData(0, "a", "")]
    public void Longer_line_is_cut_before_the_character_that_does_not_fit(int limit, string text, string kept)
    {
        var assembler = new LogLineAssembler(limit);

        var lines = assembler.Append(Out(Encoding.UTF8.GetBytes(text + "\n" + "\n")));

        Assert.Equal([new LogLine(LogStream.Stdout, kept, Truncated: true), new LogLine(LogStream.Stdout, "", Truncated: false)], lines);
    }

    [Fact]
    public void Endless_line_takes_no_more_than_the_limit()
    {
        var assembler = new LogLineAssembler(10);

        for (var frame = 0; frame < 1000; frame++)
            Assert.Empty(assembler.Append(Out(new byte[1000])));

        Assert.Equal(10, Assert.Single(assembler.Flush()).Text.Length);
    }

    private static LogFrame Out(ReadOnlySpan<byte> bytes) => new(LogStream.Stdout, bytes.ToArray());
}
