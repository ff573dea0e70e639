using Haloy.Proxy.Counting;
using Haloy.Proxy.EventLoops;

namespace Haloy.Proxy.Forwarding;

/// <summary>
/// A connection that switched protocols: bytes are copied both ways until both sides are done. It begins only after the backend's 101,
/// otherwise a client could send requests of its own making down an open pipe. While nothing moves it holds no buffers.
/// </summary>
internal sealed class Tunnel(EventLoop loop, IClientStream client, RequestRecord record, BackendConnection connection)
{
    private bool _backendEnded;
    private bool _clientEnded;

    /// <summary>Whether there is nothing left to copy, or nobody to copy it to.</summary>
    public bool IsOver { get; private set; }

    /// <summary>Copies what there is.</summary>
    public void Pump()
    {
        while (!IsOver && !_backendEnded && !client.IsBlocked && ToClient())
        {
        }

        while (!IsOver && !_clientEnded && !connection.IsBlocked && ToBackend())
        {
        }
    }

    /// <summary>One of the two is gone.</summary>
    public void End() => IsOver = true;

    private bool ToClient()
    {
        var count = connection.Receive(EventLoop.ReadBufferSize, out var data);
        if (count > 0)
        {
            record.Send(count);
            client.SendTunnel(data);
            return true;
        }

        if (count == 0)
        {
            _backendEnded = true;
            client.EndTunnel();
        }

        IsOver |= count == SocketConnection.Broken || (_backendEnded && _clientEnded);
        return false;
    }

    private bool ToBackend()
    {
        var count = client.ReadTunnel(loop.ReadBuffer);
        if (count > 0)
        {
            record.Receive(count);
            return connection.Send(loop.ReadBuffer[..count]);
        }

        if (count == 0)
        {
            _clientEnded = true;
            connection.EndSending();
        }

        IsOver |= count == SocketConnection.Broken || (_backendEnded && _clientEnded);
        return false;
    }
}
