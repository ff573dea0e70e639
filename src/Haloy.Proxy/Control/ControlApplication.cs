using Haloy.Contracts.ProxyControl;
using Haloy.Core;
using Haloy.Proxy.AccessLogs;
using Haloy.Proxy.Tls;

namespace Haloy.Proxy.Control;

/// <summary>The control API on the Unix socket (spec/server §6.9). It reads and writes files, so it must not run where visitors are served.</summary>
internal sealed class ControlApplication(ConfigGate gate, TableHolder tables, CertificateStore certificates, AccessLog log)
{
    /// <summary>Where the access log is followed: the one answer that does not end.</summary>
    public const string AccessLogPath = "/v1/access-log";

    /// <summary>What those follow who ask for <see cref="AccessLogPath"/>.</summary>
    public AccessLog Log => log;

    /// <summary>Answers a request.</summary>
    /// <param name="method">Its method.</param>
    /// <param name="path">The path of its target, without the query.</param>
    /// <param name="body">All of its body.</param>
    public ControlAnswer Answer(string method, string path, ReadOnlySpan<byte> body) => (method, path) switch
    {
        ("PUT", "/v1/config") => PutConfig(body),
        ("POST", "/v1/certs/reload") => ReloadCertificates(),
        ("GET", "/v1/counters") => ControlAnswer.Json(200, tables.Counters(log.Lost), ProxyControlJson.Default.ProxyCounters),
        ("GET", "/v1/status") => ControlAnswer.Json(200, Status(), ProxyControlJson.Default.ProxyStatus),
        _ => ControlAnswer.Refusal(404, $"there is no {method} {path}"),
    };

    private ControlAnswer PutConfig(ReadOnlySpan<byte> json)
    {
        var (status, error) = gate.Accept(json);
        return error is null
            ? ControlAnswer.Json(status, new(gate.Current.Hash!), ProxyControlJson.Default.ConfigAccepted)
            : ControlAnswer.Refusal(status, error);
    }

    private ControlAnswer ReloadCertificates()
    {
        try
        {
            return ControlAnswer.Json(200, new(certificates.Reload()), ProxyControlJson.Default.CertificatesReloaded);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return ControlAnswer.Refusal(500, $"the certificates cannot be read, those in memory stay: {e.Message}");
        }
    }

    private ProxyStatus Status()
    {
        var applied = gate.Current;
        var table = tables.Current;
        return new ProxyStatus
        {
            Version = BuildVersion.Current,
            Generation = ProxyStatus.CurrentGeneration,
            SchemaVersion = RoutingSnapshot.CurrentSchemaVersion,
            ConfigHash = applied.Hash,
            Routes = table.RouteCount,
            LoadedFrom = applied.Source,
            LastUpdateAt = applied.At,
            CertsLoaded = certificates.Current.Count,
            SnapshotGeneration = table.Generation,
            Backends = tables.Count(),
            Holds = tables.CountHolds(),
        };
    }
}
