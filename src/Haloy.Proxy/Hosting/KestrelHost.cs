using System.Text;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Haloy.Proxy.Hosting;

/// <summary>Kestrel by itself: its parsers and connection handling without the web application around it.</summary>
internal static class KestrelHost
{
    private const int MaxHeaderBytes = 64 * 1024;
    private const int MaxRequestLine = 16 * 1024;
    private const int MaxHeaders = 200;

    public static KestrelServerOptions Limits(ILoggerFactory loggers, TimeSpan headerTimeout, long? maxBody) => new()
    {
        AddServerHeader = false,
        AllowSynchronousIO = false,
        ApplicationServices = new LoggerOnlyServices(loggers),
        // Latin-1 keeps every byte as it is; what a byte means is between client and app.
        RequestHeaderEncodingSelector = static _ => Encoding.Latin1,
        ResponseHeaderEncodingSelector = static _ => Encoding.Latin1,
        Limits =
        {
            RequestHeadersTimeout = headerTimeout,
            KeepAliveTimeout = TimeSpan.FromSeconds(60),
            MaxRequestBodySize = maxBody,
            MinRequestBodyDataRate = null,
            MinResponseDataRate = null,
            MaxRequestLineSize = MaxRequestLine,
            MaxRequestHeadersTotalSize = MaxHeaderBytes,
            MaxRequestHeaderCount = MaxHeaders,
        },
    };

    public static IConnectionListenerFactory Transport(bool dedicated, ILoggerFactory loggers) => new SocketTransportFactory(
        Options.Create(new SocketTransportOptions
        {
            UnsafePreferInlineScheduling = dedicated,
            // With memory pooled, waiting for data first costs one more system call per read and saves only idle buffers.
            WaitForDataBeforeAllocatingBuffer = !dedicated,
        }),
        loggers);

    /// <summary>All that Kestrel asks of a container when it runs outside of one.</summary>
    private sealed class LoggerOnlyServices(ILoggerFactory loggers) : IServiceProvider
    {
        public object? GetService(Type serviceType) => serviceType == typeof(ILoggerFactory) ? loggers : null;
    }
}
