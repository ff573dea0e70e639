namespace Haloy.Proxy.Http1;

/// <summary>The names of the statuses we give ourselves (RFC 9110 §15).</summary>
internal static class ReasonPhrase
{
    public static ReadOnlySpan<byte> Of(int status) => status switch
    {
        200 => "OK"u8,
        301 => "Moved Permanently"u8,
        308 => "Permanent Redirect"u8,
        400 => "Bad Request"u8,
        401 => "Unauthorized"u8,
        403 => "Forbidden"u8,
        404 => "Not Found"u8,
        405 => "Method Not Allowed"u8,
        408 => "Request Timeout"u8,
        409 => "Conflict"u8,
        413 => "Content Too Large"u8,
        414 => "URI Too Long"u8,
        417 => "Expectation Failed"u8,
        421 => "Misdirected Request"u8,
        431 => "Request Header Fields Too Large"u8,
        500 => "Internal Server Error"u8,
        501 => "Not Implemented"u8,
        502 => "Bad Gateway"u8,
        503 => "Service Unavailable"u8,
        504 => "Gateway Timeout"u8,
        505 => "HTTP Version Not Supported"u8,
        _ => ""u8,
    };
}
