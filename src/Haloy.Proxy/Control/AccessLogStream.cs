using System.Text;
using Haloy.Proxy.AccessLogs;
using Haloy.Proxy.EventLoops;

namespace Haloy.Proxy.Control;

/// <summary>
/// One who follows the access log over the control socket. What it does not take in time it loses, and is told how much: the proxy keeps no more for it
/// than what its connection has been given.
/// </summary>
internal sealed class AccessLogStream(ControlConnection connection, EventLoop loop) : IAccessLogReader
{
    // Batches on their way to the loop, which may be busy with a table.
    private const int MaxUnderWay = 4;

    private int _underWay;
    private long _lost;

    public void Offer(byte[] lines, int count)
    {
        if (Interlocked.Increment(ref _underWay) > MaxUnderWay)
        {
            Interlocked.Decrement(ref _underWay);
            Interlocked.Add(ref _lost, count);
            return;
        }

        loop.Post(() =>
        {
            Interlocked.Decrement(ref _underWay);
            Send(lines, count);
        });
    }

    private void Send(byte[] lines, int count)
    {
        if (connection.IsClosed)
            return;
        if (connection.IsBlocked)
        {
            Interlocked.Add(ref _lost, count);
            return;
        }

        var lost = Interlocked.Exchange(ref _lost, 0);
        connection.Send(lost == 0 ? [] : Encoding.ASCII.GetBytes($"{{\"lost\":{lost}}}\n"), lines);
    }
}
