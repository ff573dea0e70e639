using System.Net.Sockets;
using Haloy.Proxy.EventLoops;
using Haloy.Proxy.Http1;
using Haloy.Proxy.Native;
using Haloy.Proxy.Tls;

namespace Haloy.Proxy.Hosting;

/// <summary>One loop's hand on a listening socket that all loops share.</summary>
internal sealed class Listener(EventLoop loop, Socket socket, TlsContext? tls, Front front, IReadOnlyList<EventLoop> siblings)
    : ListeningSocket(loop, socket, Readiness.Exclusive)
{
    // Below this difference a connection stays where it was accepted: handing it over costs a wake-up.
    private const int Tolerance = 4;

    protected override bool TryAccept()
    {
        var fd = Tcp.Accept(Descriptor, out var peer);
        if (fd < 0)
            return false;

        var client = new Client(peer, tls is not null);
        var target = LeastLoaded();
        if (target == Loop)
            Serve(Loop, fd, client);
        else
            target.Post(() => Serve(target, fd, client));
        return true;
    }

    private EventLoop LeastLoaded()
    {
        var best = Loop;
        foreach (var sibling in siblings)
        {
            if (sibling.Count + Tolerance < best.Count)
                best = sibling;
        }

        return best;
    }

    private void Serve(EventLoop on, int fd, Client client)
    {
        if (tls is null)
            new Http1Connection(on, fd, null, front, client).Open();
        else
            new TlsHandshake(on, fd, tls, front, client).Open();
    }
}
