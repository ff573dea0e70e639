using System.Net;
using Haloy.Proxy.Native;
using Microsoft.Extensions.Logging;

namespace Haloy.Proxy.Hosting;

/// <summary>
/// Who may connect: of all together as many as there are descriptors for, of one address no more than its share. Who may not is closed
/// at once, before a byte is read: that costs next to nothing, and a crowd that waited instead would leave no place for others.
/// </summary>
internal sealed partial class Admission
{
    private readonly int _most;
    private readonly Seldom _full;
    private readonly Seldom _crowded;
    private readonly ILogger<Admission> _logger;

    /// <param name="options">What was asked for.</param>
    /// <param name="descriptors">Descriptors that the process may have.</param>
    /// <param name="time">How time goes by.</param>
    /// <param name="logger">Told, now and then, that somebody was sent away.</param>
    public Admission(ProxyOptions options, int descriptors, TimeProvider time, ILogger<Admission> logger)
    {
        (_logger, _full, _crowded) = (logger, new Seldom(time), new Seldom(time));
        Headers = new ProxyHeaderLog(time, logger);
        Addresses = new ConnectionLimit(options.MaxConnectionsPerAddress);
        _most = options.MaxConnections ?? Fitting(descriptors);
        if (_most > Fitting(descriptors))
            LogTooMany(_most, descriptors, Fitting(descriptors));
    }

    /// <summary>The connections of each address.</summary>
    public ConnectionLimit Addresses { get; }

    /// <summary>Told of those who come without the header of a proxy.</summary>
    public ProxyHeaderLog Headers { get; }

    /// <summary>Counts a connection that has come; <see langword="false"/> when it has to go.</summary>
    /// <param name="fd">Its descriptor.</param>
    /// <param name="open">Connections that are open.</param>
    /// <param name="address">Where it comes from, when that matters.</param>
    public bool TryEnter(int fd, int open, IPAddress? address)
    {
        if (open >= _most || Descriptors.IsReserved(fd))
        {
            if (_full.IsTime(out var times))
                LogFull(open, times);
            return false;
        }

        if (address is null || Addresses.TryEnter(address))
            return true;
        if (_crowded.IsTime(out var refused))
            LogCrowded(address, refused);
        return false;
    }

    // Each visitor may need a connection to an app.
    private static int Fitting(int descriptors) => Math.Max((descriptors - Descriptors.Reserve) / 2, 1);

    [LoggerMessage(EventId = 4403, Level = LogLevel.Warning, Message = "{Open} connections are open, and there is room for no more: {Times} were refused since this was said last")]
    private partial void LogFull(int open, int times);

    [LoggerMessage(EventId = 4404, Level = LogLevel.Warning, Message = "{Address} has as many connections as one address may have; {Times} of such addresses were refused since this was said last")]
    private partial void LogCrowded(IPAddress address, int times);

    [LoggerMessage(EventId = 4405, Level = LogLevel.Warning, Message = "{Most} connections may come, but of {Descriptors} descriptors there are enough for {Fitting} only: raise their limit (LimitNOFILE= of a systemd unit)")]
    private partial void LogTooMany(int most, int descriptors, int fitting);
}
