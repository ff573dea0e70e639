using System.Text;
using Haloy.Proxy.Forwarding;

namespace Haloy.Proxy.Tests.Forwarding;

public sealed class CookieReaderTests
{
    [Theory]
    [InlineData("Cookie: at=1\r\n", "1")]
    [InlineData("cookie:at=1\r\n", "1")]
    [InlineData("Cookie: a=b; at=1; c=d\r\n", "1")]
    [InlineData("Cookie: a=b;at=1;c=d\r\n", "1")]
    [InlineData("Cookie: at=1; at=2\r\nX: y\r\nCookie: at=3\r\n", "1 2 3")]
    [InlineData("Cookie:\t at = 1; at=2 \t\r\n", "2")]
    [InlineData("Cookie: at=a=b\r\n", "a=b")]
    [InlineData("Cookie: at=\r\n", "")]
    [InlineData("Cookie: ;;;; at=1;;;\r\n", "1")]
    [InlineData("Cookie: \r\nCookie: at=1\r\n", "1")]
    [InlineData("Cookie: at\r\n", null)]
    [InlineData("Cookie: AT=1; xat=2; atx=3\r\n", null)]
    [InlineData("X-Cookie: at=1\r\nCookies: at=1\r\n", null)]
    [InlineData("X: Cookie: at=1\r\n", null)]
    [InlineData("", null)]
    public void Values_of_the_cookie_are_found_wherever_they_stand(string fields, string? values)
    {
        var reader = new CookieReader(Encoding.ASCII.GetBytes($"GET /Cookie:%20at=9 HTTP/1.1\r\nHost: a\r\n{fields}\r\n"), "at"u8);
        var found = new List<string>();
        while (reader.TryNext(out var value))
            found.Add(Encoding.ASCII.GetString(value));

        Assert.Equal(values, found.Count == 0 ? null : string.Join(' ', found));
    }
}
