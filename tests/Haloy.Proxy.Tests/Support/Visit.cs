using System.Net.Sockets;

namespace Haloy.Proxy.Tests.Support;

internal static class Visit
{
    /// <summary>Whether a request on a new connection is answered, with whatever.</summary>
    public static async Task<bool> IsServedAsync(Socket socket)
    {
        try
        {
            await socket.SendAsync("GET / HTTP/1.1\r\nHost: a\r\n\r\n"u8.ToArray(), TestContext.Current.CancellationToken);
            return await socket.ReceiveAsync(new byte[4096], TestContext.Current.CancellationToken) > 0;
        }
        catch (SocketException)
        {
            return false;
        }
    }
}
