using System.Text;
using Haloy.Proxy.Forwarding;

namespace Haloy.Proxy.Http1;

/// <summary>What the fields of a request mean to a proxy (spec/server §6.5).</summary>
internal static class RequestFields
{
    /// <summary>
    /// The role of a field. Left out of what a backend gets is everything but <see cref="FieldRole.EndToEnd"/>: hop-by-hop fields
    /// (RFC 9110 §7.6.1), what we write anew (Host, framing, X-Forwarded, X-Request-Id), and claims about the client that only we may make,
    /// also spelled with underscores, which many applications cannot tell from hyphens. The same goes for framing spelled so. Proxy is no
    /// field at all, but becomes the variable HTTP_PROXY of programs that are started by CGI (CVE-2016-5385).
    /// </summary>
    public static FieldRole RoleOf(ReadOnlySpan<byte> name) => name.Length switch
    {
        2 when Is(name, "TE"u8) => FieldRole.TransferExtensions,
        4 when Is(name, "Host"u8) => FieldRole.Host,
        6 when Is(name, "Expect"u8) => FieldRole.Expect,
        5 when Is(name, "Proxy"u8) => FieldRole.HopByHop,
        7 when Is(name, "Upgrade"u8) => FieldRole.Upgrade,
        7 when Is(name, "Trailer"u8) => FieldRole.Trailer,
        9 when Is(name, "Forwarded"u8) || IsClaim(name, "X-Real-IP"u8) => FieldRole.HopByHop,
        10 when Is(name, "Connection"u8) => FieldRole.Connection,
        10 when Is(name, "Keep-Alive"u8) => FieldRole.HopByHop,
        12 when Is(name, "X-Request-Id"u8) => FieldRole.RequestId,
        12 when IsClaim(name, "X-Request-Id"u8) => FieldRole.HopByHop,
        14 when Is(name, "Content-Length"u8) => FieldRole.ContentLength,
        14 when Is(name, "HTTP2-Settings"u8) || IsClaim(name, "Content-Length"u8) => FieldRole.HopByHop,
        15 when IsClaim(name, "X-Forwarded-For"u8) || IsClaim(name, "X-Forwarded-Ssl"u8) => FieldRole.HopByHop,
        16 when IsClaim(name, "X-Forwarded-Host"u8) || IsClaim(name, "X-Forwarded-Port"u8) || Is(name, "Proxy-Connection"u8) => FieldRole.HopByHop,
        17 when Is(name, "Transfer-Encoding"u8) => FieldRole.TransferEncoding,
        17 when IsClaim(name, "X-Forwarded-Proto"u8) || IsClaim(name, "Transfer-Encoding"u8) => FieldRole.HopByHop,
        18 when Is(name, "Proxy-Authenticate"u8) || IsClaim(name, "X-Forwarded-Prefix"u8) => FieldRole.HopByHop,
        18 when IsClaim(name, "X-Forwarded-Server"u8) || IsClaim(name, "X-Forwarded-Scheme"u8) => FieldRole.HopByHop,
        19 when Is(name, "Proxy-Authorization"u8) => FieldRole.HopByHop,
        _ => FieldRole.EndToEnd,
    };

    /// <summary>Whether a comma-separated list such as <c>Connection</c> or <c>TE</c> contains <paramref name="token"/>, parameters aside.</summary>
    public static bool ListContains(ReadOnlySpan<byte> list, ReadOnlySpan<byte> token)
    {
        foreach (var range in list.Split((byte)','))
        {
            var item = list[range];
            var parameters = item.IndexOf((byte)';');
            if (Is((parameters < 0 ? item : item[..parameters]).Trim(" \t"u8), token))
                return true;
        }

        return false;
    }

    private static bool Is(ReadOnlySpan<byte> name, ReadOnlySpan<byte> expected) => Ascii.EqualsIgnoreCase(name, expected);

    private static bool IsClaim(ReadOnlySpan<byte> name, ReadOnlySpan<byte> expected)
    {
        for (var i = 0; i < name.Length; i++)
        {
            var same = (name[i] | 0x20) == (expected[i] | 0x20) || (name[i] == (byte)'_' && expected[i] == (byte)'-');
            if (!same)
                return false;
        }

        return true;
    }
}
