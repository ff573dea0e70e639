using System.Net.Sockets;
using Haloy.Proxy.EventLoops;
using Haloy.Proxy.Native;

namespace Haloy.Proxy.Control;

/// <summary>Accepts connections to the control socket.</summary>
internal sealed unsafe class ControlAcceptor(EventLoop loop, Socket socket, ControlServer server) : ListeningSocket(loop, socket, default)
{
    protected override bool TryAccept()
    {
        var fd = Libc.Accept(Descriptor, null, null, Libc.NonBlocking | Libc.CloseOnExec);
        if (fd < 0)
            return false;
        new ControlConnection(Loop, fd, server).Open();
        return true;
    }
}
