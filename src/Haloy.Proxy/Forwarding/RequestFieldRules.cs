using Microsoft.Extensions.Primitives;

namespace Haloy.Proxy.Forwarding;

/// <summary>Which request fields reach the backend (spec/server §6.5).</summary>
internal static class RequestFieldRules
{
    /// <summary>
    /// Whether a field is left out: hop-by-hop (RFC 9110 §7.6.1), written anew by us (Host, framing, X-Forwarded), or a claim about the
    /// client that only we may make.
    /// </summary>
    public static bool IsDropped(string name) => name.StartsWith(':') || name.Length switch
    {
        2 => Is(name, "Te"),
        4 => Is(name, "Host"),
        6 => Is(name, "Expect"),
        7 => Is(name, "Trailer") || Is(name, "Upgrade"),
        9 => Is(name, "Forwarded") || Is(name, "X-Real-IP"),
        10 => Is(name, "Connection") || Is(name, "Keep-Alive"),
        14 => Is(name, "Content-Length") || Is(name, "HTTP2-Settings"),
        15 => Is(name, "X-Forwarded-For"),
        16 => Is(name, "X-Forwarded-Host") || Is(name, "Proxy-Connection"),
        17 => Is(name, "X-Forwarded-Proto") || Is(name, "Transfer-Encoding"),
        18 => Is(name, "Proxy-Authenticate"),
        19 => Is(name, "Proxy-Authorization"),
        _ => false,
    };

    /// <summary>
    /// Whether <c>Connection</c> names fields besides the ones everybody drops. Kestrel shortens a list that also has close, keep-alive
    /// or upgrade to that one word, so fields named in such a list are passed on.
    /// </summary>
    public static bool NamesFields(StringValues connection)
    {
        foreach (var value in connection)
        {
            if (value is null || Is(value, "keep-alive") || Is(value, "close") || Is(value, "upgrade"))
                continue;
            return true;
        }

        return false;
    }

    /// <summary>Whether a comma-separated list such as <c>Connection</c> or <c>TE</c> contains <paramref name="token"/>.</summary>
    public static bool Contains(StringValues list, string token)
    {
        foreach (var value in list)
        {
            foreach (var range in value.AsSpan().Split(','))
            {
                var item = value.AsSpan()[range];
                var parameters = item.IndexOf(';');
                if ((parameters < 0 ? item : item[..parameters]).Trim().Equals(token, StringComparison.OrdinalIgnoreCase))
                    return true;
            }
        }

        return false;
    }

    private static bool Is(string name, string expected) => name.Equals(expected, StringComparison.OrdinalIgnoreCase);
}
