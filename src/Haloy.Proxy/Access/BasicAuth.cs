using System.Buffers.Text;
using System.Text;
using Haloy.Core;
using Haloy.Proxy.Http1;

namespace Haloy.Proxy.Access;

/// <summary>The users of a route (RFC 7617).</summary>
internal sealed class BasicAuth(IReadOnlyDictionary<string, PasswordHash> users)
{
    private const int MaxCredentials = 1024;

    // Somebody unknown is checked against somebody known, so that the time taken does not tell who exists.
    private readonly PasswordHash _anybody = users.Values.First();

    /// <summary>Reads the value of an Authorization field.</summary>
    /// <returns>Whose password is claimed, and what is to be checked; <see langword="null"/> when there are no credentials in it.</returns>
    public Credentials? Read(ReadOnlySpan<byte> authorization)
    {
        var scheme = "Basic "u8;
        if (authorization.Length <= scheme.Length || !Ascii.EqualsIgnoreCase(authorization[..scheme.Length], scheme))
            return null;
        Span<byte> decoded = stackalloc byte[MaxCredentials];
        var encoded = authorization[scheme.Length..].Trim((byte)' ');
        if (Base64.DecodeFromUtf8(encoded, decoded, out var used, out var length) != System.Buffers.OperationStatus.Done || used != encoded.Length)
            return null;
        var colon = decoded[..length].IndexOf((byte)':');
        if (colon < 0)
            return null;

        var isKnown = users.TryGetValue(Encoding.UTF8.GetString(decoded[..colon]), out var hash);
        return new(hash ?? _anybody, isKnown, decoded[(colon + 1)..length].ToArray());
    }
}

/// <summary>A claim to be somebody.</summary>
/// <param name="Hash">What the password is checked against.</param>
/// <param name="IsKnown">Whether there is a user of that name; otherwise the claim is false whatever the password.</param>
/// <param name="Password">The password claimed.</param>
internal sealed record Credentials(PasswordHash Hash, bool IsKnown, byte[] Password);
