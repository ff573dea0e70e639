using Microsoft.Extensions.Logging;

namespace Haloy.Proxy.Tests.Support;

/// <summary>Keeps what a whole proxy logs.</summary>
internal sealed class LogLines : ILoggerFactory
{
    private readonly RecordedLog<LogLines> _log = new();

    /// <summary>The lines of one event.</summary>
    public IEnumerable<string> Of(int number) => _log.Lines.Where(l => l.Event == number).Select(l => l.Line);

    /// <summary>The events of a range of numbers, in their order.</summary>
    public IEnumerable<int> Events(int first, int last) => _log.Lines.Select(l => l.Event).Where(e => e >= first && e <= last);

    public ILogger CreateLogger(string categoryName) => _log;

    public void AddProvider(ILoggerProvider provider)
    {
    }

    public void Dispose()
    {
    }
}
