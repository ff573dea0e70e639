using System.Runtime.InteropServices;
using System.Text;
using Haloy.Proxy.Native;

namespace Haloy.Proxy.Tls;

/// <summary>The TLS layer of one connection: OpenSSL on the connection's own descriptor, so that no byte is copied on the way.</summary>
internal sealed unsafe class TlsSession(nint ssl) : IDisposable
{
    private const int NothingYet = -1;
    private const int Broken = -2;
    private bool _failed;

    /// <summary>Whether the handshake is over.</summary>
    public bool IsEstablished { get; private set; }

    /// <summary>Whether the handshake failed because a request without TLS came.</summary>
    public bool GotPlainHttp { get; private set; }

    /// <summary>Whether HTTP/2 was agreed on (RFC 7301).</summary>
    public bool IsHttp2 => Protocol.SequenceEqual("h2"u8);

    /// <summary>Whether the handshake was all that a certificate authority wanted (RFC 8737).</summary>
    public bool IsChallenge => Protocol.SequenceEqual("acme-tls/1"u8);

    private ReadOnlySpan<byte> Protocol
    {
        get
        {
            byte* protocol;
            uint length;
            OpenSsl.GetAlpn(ssl, &protocol, &length);
            return new ReadOnlySpan<byte>(protocol, (int)length);
        }
    }

    /// <summary>The name that the client wants to talk to (RFC 6066 §3).</summary>
    public string ServerName => OpenSsl.GetServerName(ssl, 0) is var name && name is null
        ? ""
        : Encoding.ASCII.GetString(MemoryMarshal.CreateReadOnlySpanFromNullTerminated(name));

    /// <summary>Goes on with the handshake.</summary>
    /// <returns>1 when it is done, <c>-1</c> when the peer has to say more, <c>-2</c> when it failed.</returns>
    public int Accept()
    {
        var result = OpenSsl.Accept(ssl);
        if (result == 1)
        {
            IsEstablished = true;
            return 1;
        }

        return Outcome(result);
    }

    /// <inheritdoc cref="EventLoops.SocketConnection.Read"/>
    public int Read(Span<byte> destination)
    {
        fixed (byte* buffer = destination)
        {
            var count = OpenSsl.Read(ssl, buffer, destination.Length);
            return count > 0 ? count : Outcome(count);
        }
    }

    /// <summary>Encrypts and sends a part.</summary>
    /// <returns>Bytes taken, <c>-1</c> when none can be now, <c>-2</c> when the connection is broken.</returns>
    public int Write(ReadOnlySpan<byte> bytes)
    {
        fixed (byte* buffer = bytes)
        {
            var count = OpenSsl.Write(ssl, buffer, bytes.Length);
            return count > 0 ? count : Outcome(count);
        }
    }

    /// <summary>Says goodbye (close_notify, RFC 8446 §6.1).</summary>
    public void Shutdown()
    {
        if (!IsEstablished || _failed)
            return;
        if (OpenSsl.Shutdown(ssl) < 0)
            OpenSsl.ClearErrors();
    }

    public void Dispose()
    {
        Shutdown();
        OpenSsl.Free(ssl);
    }

    private int Outcome(int result)
    {
        switch (OpenSsl.GetError(ssl, result))
        {
            case OpenSsl.WantRead or OpenSsl.WantWrite:
                return NothingYet;
            case OpenSsl.ZeroReturn:
                return 0;
            default:
                GotPlainHttp = !IsEstablished && OpenSsl.ReasonOf(OpenSsl.NextError()) == OpenSsl.HttpRequest;
                // The queue is the thread's: what is left in it would be taken for the error of the next connection.
                OpenSsl.ClearErrors();
                _failed = true;
                return Broken;
        }
    }
}
