using System.Net;
using System.Net.Sockets;

namespace Haloy.EndToEnd.Tests.Lab;

/// <summary>
/// Ports for programs that are killed and started again on the same one. They lie below the range from which the system serves outgoing
/// connections, so that none of the load's own connections can take one meanwhile.
/// </summary>
public static class FreePorts
{
    private const int First = 20_000;
    private const int End = 32_000;

    /// <summary>A loopback port nobody listens on.</summary>
    public static int Next()
    {
        while (true)
        {
            var port = Random.Shared.Next(First, End);
            try
            {
                using var probe = new TcpListener(IPAddress.Loopback, port);
                probe.Start();
                return port;
            }
            catch (SocketException)
            {
                // Somebody's; another one then.
            }
        }
    }
}
