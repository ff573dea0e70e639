using System.Collections.Immutable;
using System.Security.Cryptography.X509Certificates;
using Haloy.Core;

namespace Haloy.Server.Certificates;

/// <summary>Sees to it that every wanted certificate is there and fresh. A wheel of its own: no deployment waits for it.</summary>
internal sealed partial class CertificateWorker(
    LocalAuthority authority,
    CertificateStore store,
    Func<CancellationToken, Task<bool>> reloadProxy,
    TimeProvider time,
    ILogger<CertificateWorker> logger)
{
    private static readonly TimeSpan RenewBefore = TimeSpan.FromDays(30);
    private static readonly TimeSpan CheckEvery = TimeSpan.FromHours(12);
    private static readonly TimeSpan RetryAfter = TimeSpan.FromSeconds(1);

    private readonly Signal _changed = new();
    private ImmutableArray<WantedCertificate> _wanted = [];

    /// <summary>Makes <paramref name="wanted"/> the certificates to have.</summary>
    public void Want(ImmutableArray<WantedCertificate> wanted)
    {
        if (_wanted.SequenceEqual(wanted, SameNames.Instance))
            return;
        ImmutableInterlocked.InterlockedExchange(ref _wanted, wanted);
        _changed.Set();
    }

    /// <summary>Issues and renews until cancelled.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        var unloaded = false;
        while (true)
        {
            unloaded |= IssueMissing();
            unloaded = unloaded && !await reloadProxy(cancellationToken);
            await _changed.WaitAsync(unloaded ? RetryAfter : CheckEvery, time, cancellationToken);
        }
    }

    private bool IssueMissing()
    {
        var issued = false;
        foreach (var wanted in _wanted)
        {
            using var present = store.Find(wanted.Canonical);
            if (present is not null && IsGood(present, wanted))
                continue;
            try
            {
                store.Save(wanted.Canonical, authority.Issue(wanted.Hosts));
                issued = true;
                LogIssued(string.Join(", ", wanted.Hosts));
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                LogNotSaved(wanted.Canonical, e.Message);
            }
        }

        return issued;
    }

    // A certificate that somebody else issued was put there by the operator, who knows better.
    private bool IsGood(X509Certificate2 certificate, WantedCertificate wanted) =>
        !LocalAuthority.IsLocal(certificate)
        || (certificate.NotAfter.ToUniversalTime() - time.GetUtcNow() > RenewBefore
            && wanted.Hosts.All(host => certificate.MatchesHostname(host, allowWildcards: false, allowCommonName: false))
            && authority.Issued(certificate));

    private sealed class SameNames : IEqualityComparer<WantedCertificate>
    {
        public static readonly SameNames Instance = new();

        public bool Equals(WantedCertificate? x, WantedCertificate? y) => x!.Hosts.SequenceEqual(y!.Hosts);

        public int GetHashCode(WantedCertificate obj) => obj.Canonical.GetHashCode(StringComparison.Ordinal);
    }

    [LoggerMessage(EventId = 7001, Level = LogLevel.Information, Message = "The local authority issued a certificate for {Hosts}")]
    private partial void LogIssued(string hosts);

    [LoggerMessage(EventId = 7002, Level = LogLevel.Error, Message = "The certificate for {Host} cannot be saved: {Problem}")]
    private partial void LogNotSaved(string host, string problem);
}
