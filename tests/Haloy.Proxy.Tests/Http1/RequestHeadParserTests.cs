using System.Text;
using Haloy.Proxy.Http1;

namespace Haloy.Proxy.Tests.Http1;

public sealed class RequestHeadParserTests
{
    private const string Host = "Host: a\r\n";

    /// <summary>What is at a limit or beyond, with the outcome: a status, or 0 when it is a head.</summary>
    public static TheoryData<string, int, string> AtLimits => new()
    {
        { "bare LF far behind the limit of the line", 414, Line(20_000) + "\n" },
        { "bare LF as the last byte that is looked at", 400, Line(RequestHeadParser.MaxRequestLine + 1) + "\n" },
        { "bare LF just behind it", 414, Line(RequestHeadParser.MaxRequestLine + 2) + "\n" },
        { "line of the longest length", 0, Line(RequestHeadParser.MaxRequestLine) + $"\r\n{Host}\r\n" },
        { "the same behind an empty line", 0, "\r\n" + Line(RequestHeadParser.MaxRequestLine) + $"\r\n{Host}\r\n" },
        { "line of one byte more", 414, Line(RequestHeadParser.MaxRequestLine + 1) + $"\r\n{Host}\r\n" },
        { "nonsense of that length", 414, new string('\0', RequestHeadParser.MaxRequestLine + 1) + $"\r\n{Host}\r\n" },
        { "head of the longest length", 0, Head(RequestHeadParser.MaxHead) },
        { "head of one byte more", 431, Head(RequestHeadParser.MaxHead + 1) },
        { "bare LF behind the limit of the head", 431, Head(RequestHeadParser.MaxHead + 10).TrimEnd() + "\n\n" },
        { "malformed field behind it", 431, Head(RequestHeadParser.MaxHead + 10).TrimEnd() + "\r\nno field\r\n\r\n" },
    };

    [Theory]
    [MemberData(nameof(AtLimits))]
    public void Limits_hold_the_same_wherever_the_bytes_are_cut(string what, int outcome, string text)
    {
        var bytes = Encoding.ASCII.GetBytes(text);

        Assert.All(Cuts(bytes.Length), cut => Assert.Equal((what, cut, outcome), (what, cut, Outcome(bytes, cut))));
    }

    private static IEnumerable<int> Cuts(int length) => Enumerable.Range(-5, 10)
        .SelectMany(i => (int[])[i, RequestHeadParser.MaxRequestLine + i, RequestHeadParser.MaxHead + i, length + i])
        .Where(cut => cut >= 0 && cut <= length)
        .Distinct();

    // As a connection does: look at what there is, and again when the rest has come.
    private static int? Outcome(byte[] bytes, int cut)
    {
        var head = new RequestHead();
        try
        {
            return RequestHeadParser.TryParse(bytes.AsSpan(0, cut), head) || RequestHeadParser.TryParse(bytes, head) ? 0 : null;
        }
        catch (BadRequestException e)
        {
            return e.Status;
        }
    }

    private static string Line(int length) => $"GET /{new string('a', length - 14)} HTTP/1.1";

    private static string Head(int length)
    {
        var start = $"GET / HTTP/1.1\r\n{Host}X: ";
        return $"{start}{new string('x', length - start.Length - 4)}\r\n\r\n";
    }
}
