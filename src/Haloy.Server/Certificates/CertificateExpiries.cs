using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Haloy.Server.Certificates;

/// <summary>When the certificates on disk expire. A file is read again only when it was written again.</summary>
internal sealed class CertificateExpiries(string directory)
{
    private readonly Lock _lock = new();
    private Dictionary<string, Known> _known = new(StringComparer.Ordinal);

    /// <summary>By host. Files that hold no certificate are left out.</summary>
    public IReadOnlyDictionary<string, DateTimeOffset> Read()
    {
        lock (_lock)
        {
            var files = Directory.Exists(directory) ? Directory.GetFiles(directory, "*.pem") : [];
            _known = files.ToDictionary(f => f, f => Look(f, File.GetLastWriteTimeUtc(f)), StringComparer.Ordinal);
            return _known.Where(k => k.Value.NotAfter is not null).ToDictionary(k => Path.GetFileNameWithoutExtension(k.Key), k => k.Value.NotAfter!.Value);
        }
    }

    private Known Look(string file, DateTime writtenAt)
    {
        if (_known.TryGetValue(file, out var known) && known.WrittenAt == writtenAt)
            return known;
        try
        {
            using var certificate = X509Certificate2.CreateFromPem(File.ReadAllText(file));
            return new(writtenAt, new DateTimeOffset(certificate.NotAfter.ToUniversalTime()));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or CryptographicException)
        {
            return new(writtenAt, null);
        }
    }

    private sealed record Known(DateTime WrittenAt, DateTimeOffset? NotAfter);
}
