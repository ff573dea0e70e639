using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using Haloy.Server.Certificates;

namespace Haloy.AotSmoke;

/// <summary>The local authority issues a certificate, and a client that trusts nothing but its root accepts the server that shows it.</summary>
internal static class TlsCheck
{
    private const string Host = "app.localhost";

    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(30);

    public static async Task<string> RunAsync()
    {
        var directory = Directory.CreateTempSubdirectory("haloy-aot-");
        using var limit = new CancellationTokenSource(Limit);
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        try
        {
            var authority = LocalAuthority.Open(directory.FullName, TimeProvider.System);
            var pem = authority.Issue([Host]);
            using var certificate = X509Certificate2.CreateFromPem(pem, pem);
            Smoke.Require(authority.Issued(certificate), "the authority does not know its own certificate");

            listener.Start();
            var serving = ServeAsync(listener, certificate, limit.Token);
            var protocol = await GreetAsync((IPEndPoint)listener.LocalEndpoint, authority.RootPath, limit.Token);
            await serving;
            return $"{protocol} handshake with a certificate of the local authority";
        }
        finally
        {
            directory.Delete(recursive: true);
        }
    }

    private static async Task ServeAsync(TcpListener listener, X509Certificate2 certificate, CancellationToken cancellationToken)
    {
        using var client = await listener.AcceptTcpClientAsync(cancellationToken);
        await using var stream = new SslStream(client.GetStream());
        await stream.AuthenticateAsServerAsync(new SslServerAuthenticationOptions { ServerCertificate = certificate }, cancellationToken);
        await stream.WriteAsync("hello"u8.ToArray(), cancellationToken);
    }

    private static async Task<SslProtocols> GreetAsync(IPEndPoint server, string rootPath, CancellationToken cancellationToken)
    {
        using var root = X509Certificate2.CreateFromPem(await File.ReadAllTextAsync(rootPath, cancellationToken));
        using var client = new TcpClient();
        await client.ConnectAsync(server, cancellationToken);
        await using var stream = new SslStream(client.GetStream());
        var policy = new X509ChainPolicy { TrustMode = X509ChainTrustMode.CustomRootTrust, RevocationMode = X509RevocationMode.NoCheck };
        policy.CustomTrustStore.Add(root);
        await stream.AuthenticateAsClientAsync(new SslClientAuthenticationOptions { TargetHost = Host, CertificateChainPolicy = policy }, cancellationToken);

        var greeting = new byte[5];
        await stream.ReadExactlyAsync(greeting, cancellationToken);
        Smoke.Require(greeting.AsSpan().SequenceEqual("hello"u8), "other bytes came than were sent");
        return stream.SslProtocol;
    }
}
