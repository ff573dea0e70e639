using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Haloy.Core;

namespace Haloy.Server.Certificates;

/// <summary>Certificates on disk, one file per canonical host, for the proxy to read: <c>&lt;host&gt;.pem</c> with key and chain (spec/server §1.6).</summary>
internal sealed class CertificateStore(string directory)
{
    /// <summary>The certificate of <paramref name="host"/>, or null when there is none that can be read.</summary>
    public X509Certificate2? Find(string host)
    {
        try
        {
            return X509Certificate2.CreateFromPem(File.ReadAllText(PathOf(host)));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or CryptographicException)
        {
            return null;
        }
    }

    /// <summary>Puts key and chain in place for <paramref name="host"/>.</summary>
    public void Save(string host, string pem)
    {
        Directory.CreateDirectory(directory, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        AtomicFile.Write(PathOf(host), pem);
    }

    private string PathOf(string host) => Path.Combine(directory, $"{host}.pem");
}
