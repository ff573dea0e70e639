using System.Collections.Frozen;
using Haloy.Proxy.Http1;

namespace Haloy.Proxy.Forwarding;

/// <summary>
/// Which fields may be passed on behind a body (RFC 9110 §6.5.1). Many receivers put them with the fields of the head, where everything was
/// decided already: so nothing gets through here that would not get through there, nor what heads are there for.
/// </summary>
internal static class TrailerRules
{
    private const int LongestName = 32;

    private static readonly FrozenSet<string>.AlternateLookup<ReadOnlySpan<char>> Forbidden = FrozenSet.ToFrozenSet(
        [
            // Framing and routing.
            "content-length", "transfer-encoding", "host", "trailer", "te", "connection", "keep-alive", "upgrade", "http2-settings", "early-data",
            // Who sent it, and from where.
            "authorization", "cookie", "set-cookie", "set-cookie2", "www-authenticate", "authentication-info", "forwarded", "via", "x-real-ip", "x-request-id",
            "x-http-method-override", "x-http-method", "x-method-override",
            // What is to be done with the message.
            "cache-control", "expect", "max-forwards", "pragma", "range", "age", "expires", "date", "location", "retry-after", "vary", "warning",
            // What its content is.
            "content-encoding", "content-type", "content-range", "content-location", "content-language", "content-disposition",
        ],
        StringComparer.Ordinal).GetAlternateLookup<ReadOnlySpan<char>>();

    private static readonly string[] ForbiddenPrefixes = ["proxy-", "if-", "x-forwarded-", "x-original-", "x-rewrite-"];

    /// <summary>Whether a field may be passed on. Underscores count as hyphens: many applications cannot tell them apart.</summary>
    public static bool MayPass(ReadOnlySpan<byte> name, bool ofRequest)
    {
        if (ofRequest && RequestFields.RoleOf(name) != FieldRole.EndToEnd)
            return false;
        Span<char> plain = stackalloc char[LongestName];
        var length = Math.Min(name.Length, LongestName);
        for (var i = 0; i < length; i++)
            plain[i] = name[i] == (byte)'_' ? '-' : char.ToLowerInvariant((char)name[i]);
        return !HasForbiddenPrefix(plain[..length]) && (name.Length > LongestName || !Forbidden.Contains(plain[..length]));
    }

    /// <summary>Whether a Trailer field names only what may be passed on.</summary>
    public static bool MayBeAnnounced(ReadOnlySpan<byte> names, bool ofRequest)
    {
        foreach (var range in names.Split((byte)','))
        {
            var name = names[range].Trim(" \t"u8);
            if (!name.IsEmpty && (!FieldSyntax.IsToken(name) || !MayPass(name, ofRequest)))
                return false;
        }

        return true;
    }

    private static bool HasForbiddenPrefix(ReadOnlySpan<char> name)
    {
        foreach (var prefix in ForbiddenPrefixes)
        {
            if (name.StartsWith(prefix))
                return true;
        }

        return false;
    }
}
