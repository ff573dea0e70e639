using System.Collections.Frozen;
using System.Security.Cryptography;
using Microsoft.Extensions.Logging;

namespace Haloy.Proxy.Tls;

/// <summary>
/// The certificates of <c>DIR/certs/&lt;domain&gt;.pem</c> (or <c>cert-storage</c>, the original's name for it), read at start and on
/// request only: a handshake never touches the disk.
/// </summary>
internal sealed partial class CertificateStore(string dataDirectory, ILogger<CertificateStore> logger)
{
    private const string Extension = ".pem";

    private volatile CertificateMap _current = CertificateMap.Empty;

    public CertificateMap Current => _current;

    /// <summary>Reads the directory anew and replaces the map; files that cannot be used are skipped with a warning.</summary>
    public int Reload()
    {
        var loaded = new Dictionary<string, ServerCertificate>(StringComparer.OrdinalIgnoreCase);
        foreach (var path in Files())
        {
            if (LoadFile(path) is { } certificate)
                loaded[Path.GetFileNameWithoutExtension(path).ToLowerInvariant()] = certificate;
        }

        _current = new CertificateMap(loaded.ToFrozenDictionary(StringComparer.OrdinalIgnoreCase));
        LogLoaded(loaded.Count);
        return loaded.Count;
    }

    /// <summary>The same where nobody waits for the answer: why it failed is logged.</summary>
    public void ReloadOrLog()
    {
        try
        {
            Reload();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            LogNotReloaded(e.Message);
        }
    }

    private IEnumerable<string> Files()
    {
        foreach (var name in (ReadOnlySpan<string>)["certs", "cert-storage"])
        {
            var directory = Path.Combine(dataDirectory, name);
            if (Directory.Exists(directory))
                return Directory.EnumerateFiles(directory, "*" + Extension);
        }

        LogNoDirectory(dataDirectory);
        return [];
    }

    private ServerCertificate? LoadFile(string path)
    {
        string reason;
        try
        {
            var outcome = PemCertificate.Load(File.ReadAllText(path));
            if (outcome.Succeeded)
                return new ServerCertificate(outcome.Value);
            reason = outcome.Failure.Message;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or CryptographicException)
        {
            reason = e.Message;
        }

        LogSkipped(path, reason);
        return null;
    }

    [LoggerMessage(EventId = 4101, Level = LogLevel.Information, Message = "Certificates loaded: {Count}")]
    private partial void LogLoaded(int count);

    [LoggerMessage(EventId = 4102, Level = LogLevel.Warning, Message = "Certificate file {Path} is skipped: {Reason}")]
    private partial void LogSkipped(string path, string reason);

    [LoggerMessage(EventId = 4103, Level = LogLevel.Warning, Message = "No certificates: neither certs nor cert-storage exists in {Directory}")]
    private partial void LogNoDirectory(string directory);

    [LoggerMessage(EventId = 4104, Level = LogLevel.Error, Message = "The certificates cannot be read, those in memory stay: {Reason}")]
    private partial void LogNotReloaded(string reason);
}
