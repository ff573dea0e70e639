using System.Net;
using Microsoft.Extensions.Logging;

namespace Haloy.Proxy.Hosting;

/// <summary>Says, now and then, that connections are closed which do not begin as the PROXY protocol wants: else a load balancer that is set up wrong shows resets and no reason.</summary>
internal sealed partial class ProxyHeaderLog(TimeProvider time, ILogger logger)
{
    private readonly Seldom _missing = new(time);
    private readonly Seldom _strangers = new(time);

    /// <summary>A connection has brought no header, or one that makes no sense.</summary>
    public void LogMissing(IPAddress? address)
    {
        if (_missing.IsTime(out var times))
            LogMissing(address, times);
    }

    /// <summary>A connection comes from none of the proxies that may bring one.</summary>
    public void LogStranger(IPAddress? address)
    {
        if (_strangers.IsTime(out var times))
            LogStranger(address, times);
    }

    [LoggerMessage(EventId = 4406, Level = LogLevel.Warning, Message = "A connection from {Address} was closed: it does not begin with a header of the PROXY protocol (version 1 or 2), which every connection has to bring; {Times} such since this was said last")]
    private partial void LogMissing(IPAddress? address, int times);

    [LoggerMessage(EventId = 4407, Level = LogLevel.Warning, Message = "A connection from {Address} was closed: the PROXY protocol is on, and that is none of the trusted proxies; {Times} such since this was said last")]
    private partial void LogStranger(IPAddress? address, int times);
}
