namespace Haloy.Docker.Images;

/// <summary>Who we are to a registry.</summary>
/// <param name="Server">Registry host, or Docker Hub's legacy index URL.</param>
/// <param name="Username">User.</param>
/// <param name="Password">Password or token.</param>
public sealed record RegistryCredentials(string Server, string Username, string Password)
{
    /// <summary>Without the password, so that a log cannot hold it.</summary>
    public override string ToString() => $"{Username}@{Server}";
}
