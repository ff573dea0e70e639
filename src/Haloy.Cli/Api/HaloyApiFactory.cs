using System.Net;
using System.Net.Security;
using System.Security.Cryptography.X509Certificates;
using Haloy.Cli.Hosting;
using Haloy.Cli.Servers;
using Haloy.Core;

namespace Haloy.Cli.Api;

/// <summary>Makes API clients that share connections and the set of trusted authorities.</summary>
internal sealed class HaloyApiFactory : IDisposable
{
    private readonly HttpMessageInvoker _http;
    private readonly TimeProvider _time;

    private HaloyApiFactory(HttpMessageInvoker http, TimeProvider time)
    {
        _http = http;
        _time = time;
    }

    /// <summary>Reads <c>HALOY_CA_FILE</c>, when set, as an authority trusted in addition to the system's.</summary>
    public static Outcome<HaloyApiFactory> Create(CliEnvironment environment, TimeProvider time)
    {
        var handler = new SocketsHttpHandler
        {
            UseProxy = false,
            UseCookies = false,
            AllowAutoRedirect = false,
            AutomaticDecompression = DecompressionMethods.None,
            ConnectTimeout = TimeSpan.FromSeconds(30),
            Expect100ContinueTimeout = TimeSpan.FromSeconds(5),
        };
        if (environment.Variable("HALOY_CA_FILE") is { } file)
        {
            var trusted = ReadAuthorities(file);
            if (!trusted.Succeeded)
                return trusted.Failure;
            handler.SslOptions.RemoteCertificateValidationCallback = (_, certificate, chain, errors) =>
                errors == SslPolicyErrors.None || IsIssuedBy(trusted.Value, certificate, chain, errors);
        }

        return new HaloyApiFactory(new HttpMessageInvoker(handler), time);
    }

    public HaloyApi For(ServerConnection server) => new(new ApiTransport(server, _http, _time), _time);

    public void Dispose() => _http.Dispose();

    private static Outcome<X509Certificate2Collection> ReadAuthorities(string file)
    {
        try
        {
            var certificates = new X509Certificate2Collection();
            certificates.ImportFromPemFile(file);
            return certificates.Count > 0 ? certificates : Unusable("it holds no certificate");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or System.Security.Cryptography.CryptographicException)
        {
            return Unusable(e.Message.TrimEnd('.'));
        }

        Failure Unusable(string reason) => new($"HALOY_CA_FILE names {file}, which cannot be used: {reason}.", "It must be a PEM file with root certificates.");
    }

    // Only the missing trust in the root is forgiven; a wrong name or no certificate at all stays an error.
    private static bool IsIssuedBy(X509Certificate2Collection trusted, X509Certificate? certificate, X509Chain? presented, SslPolicyErrors errors)
    {
        if (errors != SslPolicyErrors.RemoteCertificateChainErrors || certificate is null)
            return false;

        using var chain = new X509Chain { ChainPolicy = { TrustMode = X509ChainTrustMode.CustomRootTrust, RevocationMode = X509RevocationMode.NoCheck } };
        chain.ChainPolicy.CustomTrustStore.AddRange(trusted);
        foreach (var element in presented?.ChainElements ?? Enumerable.Empty<X509ChainElement>())
            chain.ChainPolicy.ExtraStore.Add(element.Certificate);
        using var leaf = new X509Certificate2(certificate);
        return chain.Build(leaf);
    }
}
