using System.Net.Sockets;

namespace Haloy.Core;

/// <summary>HTTP over Unix sockets: what <c>SocketsHttpHandler.ConnectCallback</c> needs.</summary>
public static class UnixSocket
{
    /// <summary>A stream to the socket at <paramref name="path"/>, which the caller disposes.</summary>
    /// <exception cref="SocketException">Nothing is there, nobody listens, or access is denied.</exception>
    public static async ValueTask<Stream> ConnectAsync(string path, CancellationToken cancellationToken)
    {
        var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        try
        {
            await socket.ConnectAsync(new UnixDomainSocketEndPoint(path), cancellationToken);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }
}
