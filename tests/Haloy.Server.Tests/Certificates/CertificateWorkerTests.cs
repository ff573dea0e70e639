using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Haloy.Server.Certificates;
using Haloy.Server.Tests.Simulation;
using Haloy.Testing;
using Microsoft.Extensions.Logging.Abstractions;

namespace Haloy.Server.Tests.Certificates;

public sealed class CertificateWorkerTests : IDisposable
{
    private readonly TempDirectory _directory = new();
    private readonly SynchronizationContext? _before = SynchronizationContext.Current;
    private readonly SimulationContext _context = new();
    private readonly CancellationTokenSource _life = new();
    private readonly CertificateStore _store;
    private readonly CertificateWorker _worker;
    private int _reloads;
    private int _failingReloads;

    public CertificateWorkerTests()
    {
        SynchronizationContext.SetSynchronizationContext(_context);
        _store = new(_directory.File("certs"));
        _worker = new(LocalAuthority.Open(_directory.File("ca"), _context.Clock), _store, ReloadAsync, _context.Clock, NullLogger<CertificateWorker>.Instance);
        _ = _worker.RunAsync(_life.Token);
    }

    public void Dispose()
    {
        _life.Cancel();
        _context.Settle();
        SynchronizationContext.SetSynchronizationContext(_before);
        _life.Dispose();
        _directory.Dispose();
    }

    [Fact]
    public void Wanted_certificate_is_issued_and_the_proxy_told_once()
    {
        Want("a.localhost", "www.a.localhost");
        var issued = Serial("a.localhost");
        Want("a.localhost", "www.a.localhost");
        Pass(TimeSpan.FromDays(1));

        Assert.NotNull(issued);
        Assert.Equal(issued, Serial("a.localhost"));
        Assert.Equal(1, _reloads);
    }

    [Fact]
    public void New_alias_and_coming_expiry_give_a_new_one()
    {
        Want("a.localhost");
        var first = Serial("a.localhost");
        Want("a.localhost", "www.a.localhost");
        var second = Serial("a.localhost");
        Pass(TimeSpan.FromDays(59));
        Assert.Equal(second, Serial("a.localhost"));
        Pass(TimeSpan.FromDays(2));

        Assert.NotEqual(first, second);
        Assert.NotEqual(second, Serial("a.localhost"));
        Assert.Equal(3, _reloads);
    }

    [Fact]
    public void Certificate_the_operator_put_there_is_left_alone()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using var own = new CertificateRequest("CN=operator", key, HashAlgorithmName.SHA256).CreateSelfSigned(_context.Now.AddDays(-9), _context.Now.AddDays(-1));
        _store.Save("a.localhost", own.ExportCertificatePem());

        Want("a.localhost");

        Assert.Equal(own.SerialNumber, Serial("a.localhost"));
        Assert.Equal(0, _reloads);
    }

    [Fact]
    public void Proxy_that_does_not_answer_is_told_again()
    {
        _failingReloads = 3;

        Want("a.localhost");
        Pass(TimeSpan.FromSeconds(10));

        Assert.Equal(4, _reloads);
    }

    [Fact]
    public void One_name_that_cannot_be_saved_does_not_keep_others_from_theirs()
    {
        Directory.CreateDirectory(_directory.File("certs", "a.localhost.pem"));

        _worker.Want([new("a.localhost", []), new("b.localhost", [])]);
        _context.Settle();

        Assert.NotNull(Serial("b.localhost"));
    }

    private Task<bool> ReloadAsync(CancellationToken cancellationToken)
    {
        _reloads++;
        return Task.FromResult(_failingReloads-- <= 0);
    }

    private void Want(string canonical, params string[] aliases)
    {
        _worker.Want([new(canonical, [.. aliases])]);
        _context.Settle();
    }

    private void Pass(TimeSpan time)
    {
        var end = _context.Now + time;
        while (_context.Step(end))
            _context.Settle();
        _context.Clock.Advance(end - _context.Now);
        _context.Settle();
    }

    private string? Serial(string host)
    {
        using var certificate = _store.Find(host);
        return certificate?.SerialNumber;
    }
}
