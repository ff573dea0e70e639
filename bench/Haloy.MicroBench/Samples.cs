using System.Text;

namespace Haloy.MicroBench;

/// <summary>Messages as browsers and applications send them.</summary>
internal static class Samples
{
    /// <summary>What wrk or a health checker sends.</summary>
    public static byte[] SmallRequest { get; } = Encoding.ASCII.GetBytes("GET /1k HTTP/1.1\r\nHost: app.example.com\r\n\r\n");

    /// <summary>What a browser sends: 15 fields, a cookie among them.</summary>
    public static byte[] BrowserRequest { get; } = Encoding.ASCII.GetBytes(
        """
        GET /products/42/reviews?sort=newest&page=3 HTTP/1.1
        Host: app.example.com
        Connection: keep-alive
        sec-ch-ua: "Chromium";v="142", "Not_A Brand";v="99"
        sec-ch-ua-mobile: ?0
        sec-ch-ua-platform: "Linux"
        Upgrade-Insecure-Requests: 1
        User-Agent: Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0.0.0 Safari/537.36
        Accept: text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,image/webp,*/*;q=0.8
        Sec-Fetch-Site: same-origin
        Sec-Fetch-Mode: navigate
        Sec-Fetch-Dest: document
        Referer: https://app.example.com/products/42
        Accept-Encoding: gzip, deflate, br, zstd
        Accept-Language: en-GB,en;q=0.9,de;q=0.8
        Cookie: session=4f7c1a2be08d4c6f9f1e; theme=dark; consent=1


        """.ReplaceLineEndings("\r\n"));

    /// <summary>What an application answers.</summary>
    public static byte[] Response { get; } = Encoding.ASCII.GetBytes(
        """
        HTTP/1.1 200 OK
        Server: app
        Date: Sat, 21 Nov 2026 12:00:00 GMT
        Content-Type: text/html; charset=utf-8
        Content-Length: 1024
        Connection: keep-alive
        Cache-Control: private, max-age=0
        ETag: "65a1-4f7c1a2b"
        X-Frame-Options: SAMEORIGIN
        Strict-Transport-Security: max-age=31536000


        """.ReplaceLineEndings("\r\n"));
}
