using System.Diagnostics;
using System.Formats.Asn1;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using Haloy.Contracts.ProxyControl;
using Haloy.Proxy.Tests.Support;
using Haloy.Testing;

namespace Haloy.Proxy.Tests.Acme;

public sealed class TlsChallengeTests : IDisposable
{
    private const string KeyAuthorization = "token.thumbprint";

    private static readonly SslApplicationProtocol Acme = new("acme-tls/1");

    private readonly TempDirectory _directory = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("new.example.com", SslProtocols.Tls12)]
    [InlineData("new.example.com", SslProtocols.Tls13)]
    [InlineData("app.example.com", SslProtocols.Tls13)]
    [InlineData("APP.example.com", SslProtocols.Tls13)]
    public async Task Authority_is_shown_a_certificate_made_for_it_and_nothing_more(string name, SslProtocols protocol)
    {
        await using var proxy = await StartAsync();

        await using var tls = await ShakeAsync(proxy, name, protocol, Acme);

        Assert.Equal(Acme, tls.NegotiatedApplicationProtocol);
        using var shown = new X509Certificate2(tls.RemoteCertificate!);
        Assert.Equal([name.ToLowerInvariant()], shown.Extensions.OfType<X509SubjectAlternativeNameExtension>().Single().EnumerateDnsNames());
        var identifier = shown.Extensions.Single(e => e.Oid!.Value == "1.3.6.1.5.5.7.1.31");
        Assert.True(identifier.Critical);
        Assert.Equal(SHA256.HashData(Encoding.ASCII.GetBytes(KeyAuthorization)), AsnDecoder.ReadOctetString(identifier.RawData, AsnEncodingRules.DER, out _));
        Assert.Equal(0, await tls.ReadAsync(new byte[1], Cancel));
    }

    [Fact]
    public async Task Name_without_a_challenge_is_refused()
    {
        await using var proxy = await StartAsync();

        // One that has a certificate and one that has not, and one whose challenge is over.
        await Assert.ThrowsAsync<AuthenticationException>(() => ShakeAsync(proxy, "www.example.com", SslProtocols.None, Acme));
        await Assert.ThrowsAsync<AuthenticationException>(() => ShakeAsync(proxy, "nobody.example.com", SslProtocols.None, Acme));
        await proxy.ApplyAsync(Snapshots.Of());
        await Assert.ThrowsAsync<AuthenticationException>(() => ShakeAsync(proxy, "app.example.com", SslProtocols.None, Acme));
    }

    [Fact]
    public async Task Visitors_are_shown_the_apps_certificate_whatever_else_they_offer()
    {
        await using var proxy = await StartAsync();

        foreach (var offered in (SslApplicationProtocol[][])[[], [SslApplicationProtocol.Http11], [Acme, SslApplicationProtocol.Http2], [SslApplicationProtocol.Http2, Acme]])
        {
            await using var tls = await ShakeAsync(proxy, "app.example.com", SslProtocols.None, offered);
            Assert.NotEqual(Acme, tls.NegotiatedApplicationProtocol);
            using var shown = new X509Certificate2(tls.RemoteCertificate!);
            Assert.Equal("CN=app.example.com", shown.Subject);
        }

        // A host that has nothing but its challenge.
        await Assert.ThrowsAsync<AuthenticationException>(() => ShakeAsync(proxy, "new.example.com", SslProtocols.None, SslApplicationProtocol.Http11));
    }

    [Fact]
    public async Task Certificate_stays_for_as_long_as_the_challenge()
    {
        await using var proxy = await StartAsync();
        var first = await SerialAsync(proxy);

        await proxy.ApplyAsync(Table() with { Routes = [], Challenges = [new() { Token = "t", KeyAuthorization = "t.x" }] });
        var second = await SerialAsync(proxy);
        await proxy.ApplyAsync(Table("another.one"));
        var third = await SerialAsync(proxy);

        Assert.Equal(first, second);
        Assert.NotEqual(second, third);
    }

    [Fact]
    public async Task Openssl_agrees()
    {
        const string Program = "/usr/bin/openssl";
        Assert.SkipUnless(File.Exists(Program), "There is no openssl here.");
        await using var proxy = await StartAsync();

        var start = new ProcessStartInfo(Program) { RedirectStandardOutput = true, RedirectStandardInput = true, RedirectStandardError = true };
        foreach (var argument in (string[])["s_client", "-connect", proxy.Server.HttpsEndpoint.ToString(), "-servername", "new.example.com", "-alpn", "acme-tls/1"])
            start.ArgumentList.Add(argument);
        using var client = Process.Start(start)!;
        var output = await client.StandardOutput.ReadToEndAsync(Cancel);
        await client.WaitForExitAsync(Cancel);

        Assert.Contains("ALPN protocol: acme-tls/1", output);
    }

    public void Dispose() => _directory.Dispose();

    private static RoutingSnapshot Table(string keyAuthorization = KeyAuthorization) => Snapshots.Of(Snapshots.Route("app.example.com") with { Aliases = ["www.example.com"] }) with
    {
        TlsChallenges = [.. new[] { "app.example.com", "new.example.com" }.Select(d => new SnapshotTlsChallenge { Domain = d, KeyAuthorization = keyAuthorization })],
    };

    private async Task<TestProxy> StartAsync()
    {
        TestCertificates.WriteSelfSigned(_directory.File("certs"), "app.example.com");
        var proxy = await TestProxy.StartAsync(directory: _directory);
        await proxy.ApplyAsync(Table());
        return proxy;
    }

    private static async Task<string> SerialAsync(TestProxy proxy)
    {
        await using var tls = await ShakeAsync(proxy, "new.example.com", SslProtocols.None, Acme);
        return tls.RemoteCertificate!.GetSerialNumberString();
    }

    private static async Task<SslStream> ShakeAsync(TestProxy proxy, string name, SslProtocols protocol, params SslApplicationProtocol[] offered)
    {
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
        await socket.ConnectAsync(proxy.Server.HttpsEndpoint, Cancel);
        var tls = new SslStream(new NetworkStream(socket, ownsSocket: true));
        try
        {
            await tls.AuthenticateAsClientAsync(
                new SslClientAuthenticationOptions
                {
                    TargetHost = name,
                    EnabledSslProtocols = protocol,
                    ApplicationProtocols = [.. offered],
                    RemoteCertificateValidationCallback = static (_, certificate, _, _) => certificate is not null,
                },
                Cancel);
            return tls;
        }
        catch
        {
            await tls.DisposeAsync();
            throw;
        }
    }
}
