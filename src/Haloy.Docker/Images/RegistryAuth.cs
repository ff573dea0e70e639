using System.Text.Json;
using Haloy.Docker.Transport;

namespace Haloy.Docker.Images;

/// <summary>Credentials as the engine takes them: JSON in URL-safe Base64, with padding.</summary>
internal static class RegistryAuth
{
    public static string? Encode(RegistryCredentials? credentials)
    {
        if (credentials is null)
            return null;
        var auth = new RegistryAuthWire(credentials.Username, credentials.Password, credentials.Server);
        return Convert.ToBase64String(JsonSerializer.SerializeToUtf8Bytes(auth, DockerJson.Default.RegistryAuthWire)).Replace('+', '-').Replace('/', '_');
    }
}
