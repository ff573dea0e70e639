using System.Buffers;
using System.Net.Sockets;
using Haloy.Proxy.LoadBalancing;

namespace Haloy.Proxy.Forwarding;

/// <summary>
/// A connection that switched protocols: bytes are copied both ways until both sides are done. It begins only after the backend's 101,
/// otherwise a client could send requests of its own making down an open pipe. While nothing moves it holds no buffers.
/// </summary>
internal static class Tunnel
{
    private const int CopyBuffer = 16 * 1024;

    public static async ValueTask<Attempt> RunAsync(Exchange exchange, Backend backend, BackendConnection connection)
    {
        var head = connection.Head;
        ResponseHeadRelay.Apply(head, connection.Unread, exchange.Response, backend.Strings);
        connection.Consume(head.Length);
        var early = connection.Unread.ToArray();
        connection.ReleaseBuffer();

        backend.OpenTunnel();
        try
        {
            await using var client = await exchange.Upgrade.UpgradeAsync();
            if (early.Length > 0)
                await connection.DeliverAsync(client.WriteAsync(early, CancellationToken.None), exchange.Cut);
            await CopyBothWaysAsync(client, connection, exchange.Cut);
        }
        catch (Exception e) when (IsEnd(e))
        {
            // Either side may end a tunnel at any time; there is nobody left to tell.
        }
        finally
        {
            backend.CloseTunnel();
        }

        return Attempt.Tunnelled;
    }

    private static async Task CopyBothWaysAsync(Stream client, BackendConnection connection, Action cut)
    {
        using var backendIsDone = new CancellationTokenSource();
        var toBackend = CopyToBackendAsync(client, connection, backendIsDone.Token);
        try
        {
            await CopyToClientAsync(connection, client, cut);
        }
        finally
        {
            // Kestrel cannot close only its sending side: once the backend has finished, the client is told so by the end of both.
            await backendIsDone.CancelAsync();
            await toBackend;
        }
    }

    private static async Task CopyToBackendAsync(Stream client, BackendConnection connection, CancellationToken cancellationToken)
    {
        try
        {
            while (await CopyOnceAsync(client, connection, cancellationToken))
            {
            }

            connection.Socket.Shutdown(SocketShutdown.Send);
        }
        catch (Exception e) when (IsEnd(e))
        {
            connection.Abort();
        }
    }

    private static async ValueTask<bool> CopyOnceAsync(Stream client, BackendConnection connection, CancellationToken cancellationToken)
    {
        // A read of nothing waits until there is something: only then is a buffer worth renting.
        _ = await client.ReadAsync(Memory<byte>.Empty, cancellationToken);
        var buffer = ArrayPool<byte>.Shared.Rent(CopyBuffer);
        try
        {
            var received = await client.ReadAsync(buffer, cancellationToken);
            if (received > 0)
                await connection.SendAsync(buffer.AsMemory(0, received));
            return received > 0;
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    private static async Task CopyToClientAsync(BackendConnection connection, Stream client, Action cut)
    {
        var received = 1;
        while (received > 0)
        {
            await connection.ReceiveAsync(Memory<byte>.Empty);
            var buffer = ArrayPool<byte>.Shared.Rent(CopyBuffer);
            try
            {
                received = await connection.ReceiveAsync(buffer);
                if (received > 0)
                    await connection.DeliverAsync(client.WriteAsync(buffer.AsMemory(0, received), CancellationToken.None), cut);
            }
            finally
            {
                ArrayPool<byte>.Shared.Return(buffer);
            }
        }
    }

    private static bool IsEnd(Exception e) => Forwarder.IsConnectionFailure(e) || e is IOException or InvalidOperationException;
}
