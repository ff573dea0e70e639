using System.Buffers;
using System.IO.Pipelines;
using System.Net.Security;
using System.Security.Authentication;
using Microsoft.AspNetCore.Connections;

namespace Haloy.Proxy.Tls;

/// <summary>
/// The TLS layer of a connection. It looks at the ClientHello before the TLS library does and refuses names we hold no certificate for
/// with the alert made for it (unrecognized_name, RFC 6066 §3); SslStream could only hang up or show some other site's certificate.
/// Failed handshakes are the client's affair and not logged.
/// </summary>
internal sealed class TlsGate(SniSelector selector, TimeProvider time, ConnectionDelegate next)
{
    private const int MaxPeek = 20 * 1024;
    private static readonly TimeSpan HandshakeTimeout = TimeSpan.FromSeconds(10);

    // Alert record: type 21, version 3.3, two bytes: fatal (2), unrecognized_name (112).
    private static readonly byte[] UnrecognizedName = [21, 3, 3, 0, 2, 2, 112];

    public async Task OnConnectionAsync(ConnectionContext connection)
    {
        var transport = connection.Transport;
        await using var tls = new SslStream(new DuplexPipeStream(transport), leaveInnerStreamOpen: false);
        if (!await TryHandshakeAsync(transport, tls))
            return;

        var pipe = new TlsPipe(tls);
        new TlsFeatures(tls).AddTo(connection.Features);
        connection.Transport = pipe;
        try
        {
            await next(connection);
        }
        finally
        {
            await pipe.CompleteAsync();
            connection.Transport = transport;
        }
    }

    private async ValueTask<bool> TryHandshakeAsync(IDuplexPipe transport, SslStream tls)
    {
        using var limit = new CancellationTokenSource(HandshakeTimeout, time);
        try
        {
            var (state, name) = await PeekAsync(transport.Input, limit.Token);
            if (state != HelloState.Complete)
            {
                await tls.AuthenticateAsServerAsync(SelectLate, null, limit.Token);
                return true;
            }

            if (selector.Select(name) is not { } certificate)
            {
                await transport.Output.WriteAsync(UnrecognizedName, limit.Token);
                return false;
            }

            await tls.AuthenticateAsServerAsync(certificate.Options, limit.Token);
            return true;
        }
        catch (Exception e) when (e is OperationCanceledException or IOException or AuthenticationException or ConnectionAbortedException)
        {
            return false;
        }
    }

    private static async ValueTask<(HelloState State, string? Name)> PeekAsync(PipeReader input, CancellationToken cancellationToken)
    {
        while (true)
        {
            var result = await input.ReadAsync(cancellationToken);
            var state = Read(result.Buffer, out var name);
            var isOver = state != HelloState.Incomplete || result.IsCompleted || result.Buffer.Length > MaxPeek;
            input.AdvanceTo(result.Buffer.Start, isOver ? result.Buffer.Start : result.Buffer.End);
            if (isOver)
                return (state, name);
        }
    }

    private static HelloState Read(ReadOnlySequence<byte> buffer, out string? name) => buffer.IsSingleSegment
        ? ClientHello.TryRead(buffer.FirstSpan, out name)
        : ClientHello.TryRead(buffer.ToArray(), out name);

    private ValueTask<SslServerAuthenticationOptions> SelectLate(
        SslStream stream, SslClientHelloInfo hello, object? state, CancellationToken cancellationToken) =>
        selector.Select(hello.ServerName) is { } certificate
            ? ValueTask.FromResult(certificate.Options)
            : throw new AuthenticationException("there is no certificate for this name");
}
