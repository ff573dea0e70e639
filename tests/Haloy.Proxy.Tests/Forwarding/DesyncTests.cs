using System.Text;
using Haloy.Proxy.Tests.Support;

namespace Haloy.Proxy.Tests.Forwarding;

/// <summary>A response that could be read in two ways is a 502, in one piece and byte by byte, and its connection is not used again.</summary>
public sealed class DesyncTests : IAsyncLifetime
{
    private const string Get = "GET / HTTP/1.1\r\nHost: app.example.com\r\nConnection: close\r\n\r\n";

    private ScriptedBackend _backend = null!;
    private TestProxy _proxy = null!;
    private byte[] _answer = [];
    private int _piece;
    private bool _keepAlive;

    public static TheoryData<string> Refused => [.. DesyncCases.All.Select(c => c.What)];

    public async ValueTask InitializeAsync()
    {
        _backend = new ScriptedBackend(async peer =>
        {
            while (await peer.ReadHeadAsync() is not null)
            {
                foreach (var part in _answer.Chunk(_piece))
                    await peer.Stream.WriteAsync(part, peer.Stop);
                if (!_keepAlive)
                    return;
            }
        });
        _proxy = await TestProxy.ServingAsync(_backend.EndPoint);
    }

    [Theory]
    [MemberData(nameof(Refused))]
    public async Task Response_is_refused(string what)
    {
        foreach (var piece in new[] { int.MaxValue, 1 })
        {
            (_answer, _piece) = (Encoding.Latin1.GetBytes(DesyncCases.All.Single(c => c.What == what).Bytes), piece);

            var response = await _proxy.SendRawAsync(Get);

            var final = response[response.LastIndexOf("HTTP/1.1 ", StringComparison.Ordinal)..];
            Assert.StartsWith("HTTP/1.1 502 Bad Gateway\r\n", final, StringComparison.Ordinal);
            Assert.DoesNotContain("X-A", response, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("")]
    [InlineData("Content-Length: 6\r\n\r\nhello")]
    [InlineData("Transfer-Encoding: chunked\r\n\r\n5\r\nhello")]
    [InlineData("Transfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n")]
    [InlineData("Transfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\n")]
    [InlineData("Transfer-Encoding: chunked\r\n\r\n5\nhello\r\n0\r\n\r\n")]
    [InlineData("Transfer-Encoding: chunked\r\n\r\n5\r\nhello!\r\n0\r\n\r\n")]
    [InlineData("Transfer-Encoding: chunked\r\n\r\n5 \r\nhello\r\n0\r\n\r\n")]
    [InlineData("Transfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\nno trailer\r\n\r\n")]
    [InlineData("Transfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n-1\r\n\r\n")]
    public async Task Body_that_goes_wrong_is_not_taken_for_a_whole_one(string rest)
    {
        foreach (var piece in new[] { int.MaxValue, 1 })
        {
            (_answer, _piece) = (Encoding.Latin1.GetBytes("HTTP/1.1 200 OK\r\n" + rest), piece);

            var response = await _proxy.SendRawAsync(Get);

            // Either there is no response, or one that says how long it should be and is not.
            Assert.True(!response.StartsWith("HTTP/1.1 200", StringComparison.Ordinal) || response.Contains("Content-Length: 6", StringComparison.Ordinal)
                || !response.EndsWith("0\r\n\r\n", StringComparison.Ordinal), response);
        }
    }

    [Theory]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello")]
    [InlineData("HTTP/1.1 200\r\nContent-Length: 05\r\n\r\nhello")]
    [InlineData("HTTP/1.1 103 Early Hints\r\nLink: </a>\r\nContent-Length: 9\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello")]
    public async Task Good_response_arrives_and_its_connection_is_used_again(string answer)
    {
        (_answer, _piece, _keepAlive) = (Encoding.Latin1.GetBytes(answer), 1, true);

        var response = await _proxy.SendRawAsync("GET / HTTP/1.1\r\nHost: app.example.com\r\n\r\n" + Get);

        Assert.Equal(2, response.Split("\r\n\r\nhello").Length - 1);
        Assert.Equal(1, _backend.Connections);
    }

    public async ValueTask DisposeAsync()
    {
        await _proxy.DisposeAsync();
        await _backend.DisposeAsync();
    }
}
