using Haloy.Proxy.Hosting;
using Microsoft.Extensions.Logging;

namespace Haloy.ProxyHost;

/// <summary>Loggers of the one provider there is here.</summary>
internal sealed class LineLoggerFactory(LineLoggerProvider provider) : ILoggerFactory
{
    public ILogger CreateLogger(string categoryName) => provider.CreateLogger(categoryName);

    public void AddProvider(ILoggerProvider provider) => throw new NotSupportedException();

    public void Dispose() => provider.Dispose();
}
