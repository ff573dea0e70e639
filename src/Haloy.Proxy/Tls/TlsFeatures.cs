using System.Net.Security;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using Microsoft.AspNetCore.Connections.Features;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core.Features;

namespace Haloy.Proxy.Tls;

/// <summary>What Kestrel asks of a TLS layer: that there is one, which protocol was agreed on, and that it is good enough for HTTP/2.</summary>
internal sealed class TlsFeatures(SslStream tls) : ITlsConnectionFeature, ITlsApplicationProtocolFeature, ITlsHandshakeFeature
{
    public X509Certificate2? ClientCertificate { get; set; }

    public ReadOnlyMemory<byte> ApplicationProtocol => tls.NegotiatedApplicationProtocol.Protocol;

    public SslProtocols Protocol => tls.SslProtocol;

#pragma warning disable SYSLIB0058 // Parts of the interface that nobody reads.
    public CipherAlgorithmType CipherAlgorithm => tls.CipherAlgorithm;

    public int CipherStrength => tls.CipherStrength;

    public HashAlgorithmType HashAlgorithm => tls.HashAlgorithm;

    public int HashStrength => tls.HashStrength;

    public ExchangeAlgorithmType KeyExchangeAlgorithm => tls.KeyExchangeAlgorithm;

    public int KeyExchangeStrength => tls.KeyExchangeStrength;
#pragma warning restore SYSLIB0058

    public TlsCipherSuite? NegotiatedCipherSuite => tls.NegotiatedCipherSuite;

    public string HostName => tls.TargetHostName;

    public Task<X509Certificate2?> GetClientCertificateAsync(CancellationToken cancellationToken) => Task.FromResult(ClientCertificate);

    public void AddTo(IFeatureCollection features)
    {
        features.Set<ITlsConnectionFeature>(this);
        features.Set<ITlsApplicationProtocolFeature>(this);
        features.Set<ITlsHandshakeFeature>(this);
    }
}
