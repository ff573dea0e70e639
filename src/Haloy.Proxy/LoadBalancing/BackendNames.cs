using System.Security.Cryptography;
using System.Text;

namespace Haloy.Proxy.LoadBalancing;

/// <summary>
/// Names of backends for cookies: twelve digits for the deployment and sixteen for the backend in it. They are made with a key, so that addresses, of
/// which there are few, cannot be found out by trying.
/// </summary>
/// <param name="readKey">Gets the key when the first name is needed.</param>
internal sealed class BackendNames(Func<byte[]> readKey)
{
    /// <summary>Bytes at the beginning of a name that are the same for all of a deployment.</summary>
    public const int DeploymentLength = 12;

    /// <summary>Bytes of a name.</summary>
    public const int Length = DeploymentLength + 1 + BackendLength;

    private const int BackendLength = 16;

    private readonly Lazy<byte[]> _key = new(readKey);

    /// <summary>The name of a backend.</summary>
    public byte[] Of(Backend backend) => backend.Name ??= Of(backend.Key);

    private byte[] Of(BackendKey key) =>
        Encoding.ASCII.GetBytes($"{Digest($"deployment\n{key.Deployment}")[..DeploymentLength]}-{Digest($"backend\n{key.Deployment}\n{key}")[..BackendLength]}");

    private string Digest(string text) => Convert.ToHexStringLower(HMACSHA256.HashData(_key.Value, Encoding.UTF8.GetBytes(text)));
}
