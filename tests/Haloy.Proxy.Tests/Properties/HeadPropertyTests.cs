using System.Net;
using System.Text;
using Haloy.Proxy.Forwarding;
using Haloy.Proxy.Hosting;
using Haloy.Proxy.Http1;
using Haloy.Proxy.Http2;
using Haloy.Proxy.Tests.Forwarding;

namespace Haloy.Proxy.Tests.Properties;

/// <summary>Any bytes are a head, the beginning of one, or refused, however they are cut; and a head is passed on as what it was taken for.</summary>
public sealed class HeadPropertyTests
{
    // We add some fields of our own, which could be too many for the reader that checks them.
    private const int ManyFields = 190;

    private static readonly byte[][] Requests =
    [
        .. SmugglingCases.All.Select(c => Encoding.Latin1.GetBytes(c.Bytes)).Where(b => b.Length < 2000),
        .. new[]
        {
            "GET / HTTP/1.1\r\nHost: a.example.com\r\n\r\n",
            "POST /a?b=c HTTP/1.1\r\nHost: a.example.com:80\r\nContent-Length: 5\r\nCookie: a=b\r\nAccept: */*\r\n\r\nhello",
            "PUT http://[::1]:8080/x HTTP/1.1\r\nHost: [::1]:8080\r\nTransfer-Encoding: chunked\r\nExpect: 100-continue\r\n\r\n",
            "GET / HTTP/1.0\r\nConnection: keep-alive, x, y\r\nX: 1\r\nY: 2\r\nZ: 3\r\n\r\n",
            "GET /chat HTTP/1.1\r\nHost: a\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Key: x\r\n\r\n",
        }.Select(Encoding.Latin1.GetBytes),
    ];

    private static readonly byte[][] Responses =
    [
        .. DesyncCases.All.Select(c => Encoding.Latin1.GetBytes(c.Bytes)).Where(b => b.Length < 4000),
        .. new[]
        {
            "HTTP/1.1 200 OK\r\nContent-Length: 5\r\nDate: today\r\nX:\r\n\r\nhello",
            "HTTP/1.0 404\r\nConnection: close, x\r\nX: y\r\nSet-Cookie: a=b\r\n\r\n",
            "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nKeep-Alive: 5\r\n\r\n",
            "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n\r\n",
            "HTTP/1.1 103 Early Hints\r\nLink: </a>; rel=preload\r\n\r\n",
        }.Select(Encoding.Latin1.GetBytes),
    ];

    [Fact]
    public void Request_is_the_same_however_it_is_cut() => Trials.Run(chance => Mutations.Of(Requests, chance), (input, chance) =>
    {
        var whole = Request(input);

        Assert.Equal(whole, Pieces(input, chance, Request, r => r.StartsWith("incomplete", StringComparison.Ordinal)));
        if (whole.StartsWith("complete", StringComparison.Ordinal))
            IsPassedOn(input);
    });

    [Fact]
    public void Response_is_the_same_however_it_is_cut() => Trials.Run(chance => Mutations.Of(Responses, chance), (input, chance) =>
    {
        var whole = Response(input);

        Assert.Equal(whole, Pieces(input, chance, Response, r => r.StartsWith("incomplete", StringComparison.Ordinal)));
        if (whole.StartsWith("complete", StringComparison.Ordinal))
            IsPassedBack(input);
    });

    // As a connection does: look at what there is after each piece, until it is something.
    private static string Pieces(byte[] input, Random chance, Func<byte[], string> read, Func<string, bool> isIncomplete)
    {
        var have = 0;
        var result = read([]);
        foreach (var piece in Mutations.Split(input.Length, chance))
        {
            if (!isIncomplete(result))
                break;
            have += piece;
            result = read(input[..have]);
        }

        return result;
    }

    private static string Request(byte[] input)
    {
        var head = new RequestHead();
        try
        {
            if (!RequestHeadParser.TryParse(input, head))
                return "incomplete";
        }
        catch (BadRequestException e)
        {
            return $"{e.Status} {e.Message}";
        }

        return $"complete {head.Length} {Text(input, head.Method)} {Text(input, head.Target)} {Text(input, head.Host)} {head.ContentLength} {head.IsChunked} {head.Close} {head.Fields.Length}";
    }

    private static string Response(byte[] input)
    {
        var head = new ResponseHead();
        try
        {
            return ResponseHeadParser.TryParse(input, head) ? $"complete {head.Length} {head.Status} {head.ContentLength} {head.IsChunked} {head.Close} {head.FieldCount}" : "incomplete";
        }
        catch (BadResponseException e)
        {
            return e.Message;
        }
    }

    private static readonly Origin Visitor = new Client(IPAddress.Parse("192.0.2.1"), isHttps: true, isTrusted: false);

    // What a backend gets is read, by the same rules, as the very request that we took it for.
    private static void IsPassedOn(byte[] input)
    {
        var head = new RequestHead();
        RequestHeadParser.TryParse(input, head);
        if (head.Fields.Length > ManyFields)
            return;
        var written = new byte[RequestHeadWriter.MaxLength(head, input, Visitor)];
        var length = RequestHeadWriter.Write(head, input, Visitor, upgrade: head.AsksUpgrade && !head.Upgrade.Equals(default), written);

        var again = new RequestHead();
        Assert.True(RequestHeadParser.TryParse(written.AsSpan(0, length), again));

        Assert.Equal(length, again.Length);
        Assert.Equal((head.ContentLength, head.IsChunked, Text(input, head.Method)), (again.ContentLength, again.IsChunked, Text(written, again.Method)));
        Assert.EndsWith(Text(input, head.Target), Text(written, again.Target), StringComparison.Ordinal);
        Assert.Equal(Text(input, head.Host), Text(written, again.Host));
        Assert.Equal(["192.0.2.1"], again.Fields.ToArray().Where(f => Name(f, written) is "X-FORWARDED-FOR" or "X_FORWARDED_FOR").Select(f => Value(f, written)));
    }

    private static void IsPassedBack(byte[] input)
    {
        var head = new ResponseHead();
        ResponseHeadParser.TryParse(input, head);
        var date = "Thu, 01 Jan 2026 00:00:00 GMT"u8;
        var written = new byte[ResponseHeadWriter.MaxLength(head)];
        var writer = new ByteWriter(written);
        ResponseHeadWriter.Write(head, input, "Transfer-Encoding: chunked\r\nConnection: close\r\n"u8, date, ref writer);
        ResponseBlock.Write(head, input, date, new byte[(head.Length * 2) + 128]);
        if (head.FieldCount > ManyFields || (head.ContentLength is not null && head.Status is >= 200 and not 204))
            return;

        var again = new ResponseHead();
        Assert.True(ResponseHeadParser.TryParse(written.AsSpan(0, writer.Length), again));
        Assert.Equal((head.Status, writer.Length, true), (again.Status, again.Length, again.IsChunked));
    }

    private static string Text(byte[] bytes, Range range) => Encoding.Latin1.GetString(bytes.AsSpan(range));

    private static string Name(HeaderField field, byte[] bytes) => Encoding.Latin1.GetString(field.Name(bytes)).ToUpperInvariant();

    private static string Value(HeaderField field, byte[] bytes) => Encoding.Latin1.GetString(field.Value(bytes));
}
