using System.Security.Cryptography;
using System.Text;

namespace Haloy.Core;

/// <summary>
/// A password as it may be kept: PBKDF2 with SHA-256 (RFC 8018 §5.2). Slow on purpose, since who sees the hash, in a label or a pasted
/// description of a container, can try passwords against it for as long as they like.
/// </summary>
/// <param name="Salt">Makes equal passwords look different.</param>
/// <param name="Iterations">How slow it is.</param>
/// <param name="Hash">32 bytes.</param>
public sealed record PasswordHash(byte[] Salt, int Iterations, byte[] Hash)
{
    /// <summary>What new hashes are made with: some 30 ms of a processor.</summary>
    public const int DefaultIterations = 100_000;

    private const int HashLength = 32;
    private const int SaltLength = 16;

    /// <summary>Hashes a password.</summary>
    /// <param name="password">The password.</param>
    /// <param name="saltedBy">What no other password is hashed by; the same gives the same hash.</param>
    public static PasswordHash Of(string password, string saltedBy)
    {
        var salt = SHA256.HashData(Encoding.UTF8.GetBytes(saltedBy))[..SaltLength];
        return new(salt, DefaultIterations, Derive(Encoding.UTF8.GetBytes(password), salt, DefaultIterations));
    }

    /// <summary>Whether <paramref name="password"/> is the one, in a time that does not tell how near it is.</summary>
    public bool Matches(ReadOnlySpan<byte> password) => CryptographicOperations.FixedTimeEquals(Derive(password, Salt, Iterations), Hash);

    private static byte[] Derive(ReadOnlySpan<byte> password, byte[] salt, int iterations) =>
        Rfc2898DeriveBytes.Pbkdf2(password, salt, iterations, HashAlgorithmName.SHA256, HashLength);
}
