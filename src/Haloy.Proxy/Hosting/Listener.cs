using System.Net;
using System.Net.Sockets;
using Haloy.Proxy.EventLoops;
using Haloy.Proxy.Http1;
using Haloy.Proxy.Native;
using Haloy.Proxy.Tls;

namespace Haloy.Proxy.Hosting;

/// <summary>One loop's hand on a listening socket that all loops share.</summary>
internal sealed class Listener(
    EventLoop loop, Socket socket, TlsContext? tls, Front front, Admission admission, bool proxyProtocol, IReadOnlyList<EventLoop> siblings)
    : ListeningSocket(loop, socket, Readiness.Exclusive)
{
    // Below this difference a connection stays where it was accepted: handing it over costs a wake-up.
    private const int Tolerance = 4;

    protected override bool TryAccept()
    {
        var fd = Tcp.Accept(Descriptor, out var peer);
        if (fd < 0)
            return false;

        if (!admission.TryEnter(fd, front.Clients, IsLimited(peer) ? peer : null))
        {
            Libc.Close(fd);
            return true;
        }

        var target = LeastLoaded();
        if (target == Loop)
            Begin(Loop, fd, peer);
        else
            HandOver(target, fd, peer);
        return true;
    }

    // It counts as open on its way, too: else a crowd would come in while it lasts, and a stop would not wait for it.
    private void HandOver(EventLoop target, int fd, IPAddress? peer)
    {
        front.Enter();
        target.Post(() =>
        {
            try
            {
                Begin(target, fd, peer);
            }
            finally
            {
                front.Leave();
            }
        });
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

    private void Begin(EventLoop on, int fd, IPAddress? peer)
    {
        if (!proxyProtocol)
            Serve(on, fd, peer, predecessor: null);
        else if (front.Trusted.Any && !front.Trusted.Contains(peer))
            Refuse(fd, peer);
        else
            new ProxyPreamble(on, fd, front, (preamble, source) => Serve(on, fd, ProxyHeader.Believed(source, peer), preamble), () => admission.Headers.LogMissing(peer)).Open();
    }

    private void Refuse(int fd, IPAddress? peer)
    {
        admission.Headers.LogStranger(peer);
        Libc.Close(fd);
    }

    // Others come by the connections of a proxy.
    private bool IsLimited(IPAddress? peer) => !proxyProtocol && !front.Trusted.Contains(peer);

    private void Serve(EventLoop on, int fd, IPAddress? address, Watched? predecessor)
    {
        var client = new Client(address, tls is not null, front.Trusted.Contains(address), IsLimited(address) ? admission.Addresses : null);
        Watched? connection = null;
        try
        {
            if (tls is not null)
                Open(connection = new TlsHandshake(on, fd, tls, front, client), predecessor);
            else
                Open(connection = new Http1Connection(on, fd, null, front, client), predecessor);
        }
        catch when (connection is null)
        {
            if (predecessor is not null)
                on.Unwatch(predecessor);
            Libc.Close(fd);
            client.Leave();
            throw;
        }
    }

    private static void Open(Watched connection, Watched? predecessor)
    {
        try
        {
            if (predecessor is null)
                connection.Open();
            else
                connection.Open(predecessor);
        }
        catch
        {
            connection.Close();
            throw;
        }
    }
}
