using System.Net.Sockets;
using System.Text;
using Haloy.Core;

namespace Haloy.Proxy.Control;

/// <summary>The place of the control socket in the file system.</summary>
internal static class ControlSocket
{
    // sun_path of sockaddr_un is 108 bytes with its terminator.
    private const int MaxPathBytes = 107;

    /// <summary>Makes way for a socket at <paramref name="path"/>: removes what a dead process left.</summary>
    /// <returns>Why it cannot be placed there, or <see langword="null"/>.</returns>
    public static Failure? Prepare(string path)
    {
        if (Encoding.UTF8.GetByteCount(path) > MaxPathBytes)
        {
            return new Failure(
                $"The control socket path '{path}' is longer than the {MaxPathBytes} bytes a Unix socket allows.",
                "Choose a shorter data directory with --data-dir.");
        }

        if (!File.Exists(path))
            return null;
        if (IsAnswered(path))
            return new Failure($"Another proxy already answers at '{path}'.", "Stop it first, or choose another data directory with --data-dir.");

        File.Delete(path);
        return null;
    }

    private static bool IsAnswered(string path)
    {
        using var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        try
        {
            socket.Connect(new UnixDomainSocketEndPoint(path));
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }
}
