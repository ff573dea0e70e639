using System.Net.Http.Json;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Haloy.Contracts.ProxyControl;
using Haloy.Testing;

namespace Haloy.EndToEnd.Tests.Lab;

/// <summary>The published <c>haloy-proxy</c> by itself, with an authority that issues for its one host.</summary>
public sealed class SoakProxy : IAsyncDisposable
{
    public const string Host = "soak.example.test";

    private readonly TempDirectory _directory = new();
    private readonly X509Certificate2 _authority;
    private readonly HttpClient _control;
    private RunningProgram _program = null!;
    private long _generation;

    private SoakProxy()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=soak", key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        _authority = request.CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(2));
        File.WriteAllText(CaFile, _authority.ExportCertificatePem());
        _control = new HttpClient(new SocketsHttpHandler { ConnectCallback = ConnectAsync, MaxConnectionsPerServer = 1 }) { BaseAddress = new Uri("http://control") };
    }

    public string CaFile => _directory.File("ca.pem");

    public int HttpsPort { get; } = FreePorts.Next();

    /// <summary>Resident memory in KiB.</summary>
    public long ResidentKiB => long.Parse(File.ReadLines($"/proc/{_program.Id}/status").First(l => l.StartsWith("VmRSS:", StringComparison.Ordinal)).Split(' ', StringSplitOptions.RemoveEmptyEntries)[1]);

    /// <summary>What its open descriptors are: a file's path, or <c>socket:[n]</c>.</summary>
    public IReadOnlyList<string> Descriptors => [.. Directory.GetFiles($"/proc/{_program.Id}/fd").Select(fd => new FileInfo(fd).LinkTarget ?? "closed meanwhile")];

    public static async Task<SoakProxy> StartAsync(CancellationToken cancellationToken)
    {
        var proxy = new SoakProxy();
        proxy.WriteCertificate();
        string[] arguments = ["serve", "--http", $"127.0.0.1:{FreePorts.Next()}", "--https", $"127.0.0.1:{proxy.HttpsPort}", "--data-dir", proxy._directory.Path];
        proxy._program = RunningProgram.Start(Programs.Start("haloy-proxy", proxy._directory.Path, new Dictionary<string, string>(), arguments));
        await Patience.UntilAsync("the proxy answers", proxy.AnswersAsync, cancellationToken, () => proxy._program.Output);
        return proxy;
    }

    /// <summary>Puts a table with these backends in force.</summary>
    public async Task ServeAsync(IEnumerable<SnapshotBackend> backends, CancellationToken cancellationToken)
    {
        var table = new RoutingSnapshot
        {
            SchemaVersion = RoutingSnapshot.CurrentSchemaVersion,
            Generation = ++_generation,
            Routes = [new SnapshotRoute { Canonical = Host, Aliases = [$"g{_generation}.{Host}"], Backends = [.. backends] }],
        };
        using var answer = await _control.PutAsJsonAsync("/v1/config", table, ProxyControlJson.Default.RoutingSnapshot, cancellationToken);
        Assert.True(answer.IsSuccessStatusCode, await answer.Content.ReadAsStringAsync(cancellationToken));
    }

    /// <summary>Requests in flight on the backend at <paramref name="port"/>.</summary>
    public async Task<long> InFlightAsync(string port, CancellationToken cancellationToken)
    {
        var status = await _control.GetFromJsonAsync("/v1/status", ProxyControlJson.Default.ProxyStatus, cancellationToken);
        return status!.Backends!.Where(b => b.Port == port).Sum(b => b.InFlight);
    }

    /// <summary>Gives the host a new certificate.</summary>
    public async Task RenewAsync(CancellationToken cancellationToken)
    {
        WriteCertificate();
        using var answer = await _control.PostAsync("/v1/certs/reload", null, cancellationToken);
        Assert.True(answer.IsSuccessStatusCode);
    }

    public async ValueTask DisposeAsync()
    {
        await _program.DisposeAsync();
        _control.Dispose();
        _authority.Dispose();
        _directory.Dispose();
    }

    private async Task<bool> AnswersAsync()
    {
        try
        {
            using var answer = await _control.GetAsync("/v1/status");
            return answer.IsSuccessStatusCode;
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }

    private async ValueTask<Stream> ConnectAsync(SocketsHttpConnectionContext context, CancellationToken cancellationToken)
    {
        var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        try
        {
            await socket.ConnectAsync(new UnixDomainSocketEndPoint(Path.Combine(_directory.Path, "proxy", "haloy-proxy.sock")), cancellationToken);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    private void WriteCertificate()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest($"CN={Host}", key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName(Host);
        request.CertificateExtensions.Add(names.Build());
        using var issued = request.Create(_authority, DateTimeOffset.UtcNow.AddHours(-1), DateTimeOffset.UtcNow.AddDays(1), RandomNumberGenerator.GetBytes(8));
        var directory = Directory.CreateDirectory(_directory.File("certs")).FullName;
        // Beside, then in place: the proxy may read at any moment.
        var beside = Path.Combine(directory, "new");
        File.WriteAllText(beside, issued.ExportCertificatePem() + "\n" + key.ExportPkcs8PrivateKeyPem() + "\n");
        File.Move(beside, Path.Combine(directory, $"{Host}.pem"), overwrite: true);
    }
}
