using System.Security.Cryptography;
using Haloy.Core;

namespace Haloy.Server.Storage;

/// <summary>
/// Seals values with AES-256-GCM (NIST SP 800-38D) under a key file that only the daemon can read, so that a copy of the database tells no secret.
/// A sealed value is nonce (12 bytes), tag (16 bytes), cipher text.
/// </summary>
internal sealed class SecretBox
{
    private const int KeySize = 32;
    private const int NonceSize = 12;
    private const int TagSize = 16;

    private readonly byte[] _key;

    private SecretBox(byte[] key) => _key = key;

    /// <summary>Reads the key file, or makes one.</summary>
    public static SecretBox Open(string path)
    {
        if (!File.Exists(path))
            AtomicFile.Write(path, RandomNumberGenerator.GetBytes(KeySize));

        var key = File.ReadAllBytes(path);
        return key.Length == KeySize
            ? new SecretBox(key)
            : throw new StartupException($"The key file {path} has {key.Length} bytes instead of {KeySize}.", "Restore it from a backup; without it only deployments that were under way are lost: delete it to go on.");
    }

    public byte[] Seal(ReadOnlySpan<byte> plain)
    {
        var result = new byte[NonceSize + TagSize + plain.Length];
        var nonce = result.AsSpan(0, NonceSize);
        RandomNumberGenerator.Fill(nonce);
        using var aes = new AesGcm(_key, TagSize);
        aes.Encrypt(nonce, plain, result.AsSpan(NonceSize + TagSize), result.AsSpan(NonceSize, TagSize));
        return result;
    }

    /// <summary>The plain value, or null when it was sealed with another key or changed.</summary>
    public byte[]? Open(ReadOnlySpan<byte> box)
    {
        if (box.Length < NonceSize + TagSize)
            return null;

        var plain = new byte[box.Length - NonceSize - TagSize];
        try
        {
            using var aes = new AesGcm(_key, TagSize);
            aes.Decrypt(box[..NonceSize], box[(NonceSize + TagSize)..], box.Slice(NonceSize, TagSize), plain);
            return plain;
        }
        catch (AuthenticationTagMismatchException)
        {
            return null;
        }
    }
}
