using System.Runtime.InteropServices;
using System.Text;
using Haloy.Proxy.Native;

namespace Haloy.Proxy.Tls;

/// <summary>
/// What all TLS connections of a proxy have in common: protocol versions, ciphers, session tickets, and the choice of certificate and
/// application protocol. One context for all keeps session resumption working whichever name and loop a client comes back on.
/// </summary>
internal sealed unsafe class TlsContext : IDisposable
{
    private const int ServerNameArgument = 54; // SSL_CTRL_SET_TLSEXT_SERVERNAME_ARG
    private const int HostName = 0; // TLSEXT_NAMETYPE_host_name
    private const int AppData = 0; // SSL_set_app_data

    // TLS 1.2 suites with forward secrecy and authenticated encryption (RFC 9325 §4.2); those of TLS 1.3 are all of that kind.
    private const string Ciphers = "ECDHE-ECDSA-AES128-GCM-SHA256:ECDHE-RSA-AES128-GCM-SHA256:ECDHE-ECDSA-AES256-GCM-SHA384:"
        + "ECDHE-RSA-AES256-GCM-SHA384:ECDHE-ECDSA-CHACHA20-POLY1305:ECDHE-RSA-CHACHA20-POLY1305";

    private readonly nint _context = OpenSsl.ContextNew(OpenSsl.ServerMethod());
    private readonly SniSelector _selector;
    private GCHandle _self;

    public TlsContext(SniSelector selector)
    {
        _selector = selector;
        _self = GCHandle.Alloc(this);
        Configure(_context);
        OpenSsl.ContextSetCallback(_context, OpenSsl.CallbackServerName, (nint)(delegate* unmanaged<nint, int*, nint, int>)&ChooseCertificate);
        OpenSsl.ContextControl(_context, ServerNameArgument, 0, GCHandle.ToIntPtr(_self));
        OpenSsl.ContextSetClientHello(_context, &LookForChallenge, GCHandle.ToIntPtr(_self));
        fixed (byte* id = "haloy"u8)
            OpenSsl.Check(OpenSsl.ContextSetSessionId(_context, id, 5));
    }

    /// <summary>The settings that a certificate's own context shares with the common one.</summary>
    public static void Configure(nint context)
    {
        OpenSsl.ContextControl(context, OpenSsl.ControlMinimumVersion, OpenSsl.Tls12, 0);
        OpenSsl.ContextSetOptions(context, OpenSsl.NoCompression | OpenSsl.NoRenegotiation | OpenSsl.IgnoreUnexpectedEnd);
        OpenSsl.ContextSetCiphers(context, Ciphers);
        OpenSsl.ContextControl(context, OpenSsl.ControlMode, OpenSsl.PartialWrite | OpenSsl.MovingWriteBuffer | OpenSsl.ReleaseBuffers, 0);
        OpenSsl.ContextControl(context, OpenSsl.ControlReadAhead, 1, 0);
        // The protocol is chosen after the certificate, by the context that is in force then.
        OpenSsl.ContextSetAlpn(context, &ChooseProtocol, 0);
        // Sessions are in tickets that clients keep; a cache of ours would only grow.
        OpenSsl.ContextControl(context, OpenSsl.ControlSessionCache, 0, 0);
        // Each costs every new visitor an encryption and a packet; browsers come back by one.
        OpenSsl.Check(OpenSsl.ContextSetTickets(context, 1));
    }

    /// <summary>Makes handshakes with a certificate agree on the protocol of the challenges, and no other.</summary>
    public static void AnswerChallenges(ServerCertificate certificate) => OpenSsl.ContextSetAlpn(certificate.Context, &ChooseChallenge, 0);

    /// <summary>A session on an accepted connection.</summary>
    public TlsSession Open(int fd)
    {
        var ssl = OpenSsl.New(_context);
        OpenSsl.Check(ssl == 0 ? 0 : OpenSsl.SetDescriptor(ssl, fd));
        return new TlsSession(ssl);
    }

    /// <summary>The certificate for a name a client gave.</summary>
    public ServerCertificate? CertificateFor(string serverName) => _selector.Select(serverName);

    public void Dispose()
    {
        if (!_self.IsAllocated)
            return;
        OpenSsl.ContextFree(_context);
        _self.Free();
    }

    // A name we hold nothing for is refused with the alert made for it (RFC 6066 §3) instead of being shown another site's certificate.
    [UnmanagedCallersOnly]
    private static int ChooseCertificate(nint ssl, int* alert, nint argument)
    {
        var name = OpenSsl.GetServerName(ssl, HostName);
        try
        {
            if (name is not null && Of(argument).Find(name, isChallenge: OpenSsl.GetData(ssl, AppData) != 0) is { } certificate)
            {
                OpenSsl.SetContext(ssl, certificate.Context);
                GC.KeepAlive(certificate);
                return OpenSsl.Accepted;
            }
        }
        catch (Exception)
        {
            // No exception may leave through the C code that called us; the client is refused.
        }

        *alert = OpenSsl.UnrecognizedName;
        return OpenSsl.Fatal;
    }

    private static TlsContext Of(nint argument) => (TlsContext)GCHandle.FromIntPtr(argument).Target!;

    private ServerCertificate? Find(byte* name, bool isChallenge)
    {
        var host = Encoding.ASCII.GetString(MemoryMarshal.CreateReadOnlySpanFromNullTerminated(name));
        return isChallenge ? _selector.SelectChallenge(host) : _selector.Select(host);
    }

    // Comes before the choice of the certificate. An authority offers one protocol and no other (RFC 8737 §3).
    [UnmanagedCallersOnly]
    private static int LookForChallenge(nint ssl, int* alert, nint argument)
    {
        byte* content;
        nuint length;
        var isChallenge = Of(argument)._selector.HasChallenges
            && OpenSsl.ClientHelloExtension(ssl, OpenSsl.AlpnExtension, &content, &length) == 1
            && new ReadOnlySpan<byte>(content, (int)length).SequenceEqual("\0\u000b\u000aacme-tls/1"u8);
        return !isChallenge || OpenSsl.SetData(ssl, AppData, 1) == 1 ? OpenSsl.ClientHelloSuccess : OpenSsl.ClientHelloError;
    }

    [UnmanagedCallersOnly]
    private static int ChooseChallenge(nint ssl, byte** chosen, byte* chosenLength, byte* offered, uint offeredLength, nint argument)
    {
        if (!new ReadOnlySpan<byte>(offered, (int)offeredLength).SequenceEqual("\u000aacme-tls/1"u8))
            return OpenSsl.Fatal;
        *chosen = offered + 1;
        *chosenLength = *offered;
        return OpenSsl.Accepted;
    }

    [UnmanagedCallersOnly]
    private static int ChooseProtocol(nint ssl, byte** chosen, byte* chosenLength, byte* offered, uint offeredLength, nint argument)
    {
        var list = new ReadOnlySpan<byte>(offered, (int)offeredLength);
        var best = Find(list, "h2"u8);
        if (best < 0)
            best = Find(list, "http/1.1"u8);
        if (best < 0)
            best = Find(list, "http/1.0"u8);
        // Who offers nothing that we speak is told so (RFC 7301 §3.2): what it would send next could be taken for HTTP by mistake.
        if (best < 0)
            return OpenSsl.Fatal;
        *chosen = offered + best + 1;
        *chosenLength = list[best];
        return OpenSsl.Accepted;
    }

    private static int Find(ReadOnlySpan<byte> list, ReadOnlySpan<byte> protocol)
    {
        for (var i = 0; i < list.Length; i += list[i] + 1)
        {
            if (i + list[i] < list.Length && list.Slice(i + 1, list[i]).SequenceEqual(protocol))
                return i;
        }

        return -1;
    }
}
