using System.Net;
using System.Net.Sockets;

namespace Haloy.Cli.Tests.Support;

internal static class FreePort
{
    /// <summary>A port where nothing listens right now.</summary>
    public static int Take()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
