using System.Threading.Channels;
using Haloy.Contracts.ProxyControl;
using Haloy.Server.ProxySync;

namespace Haloy.Server.Tests.Support;

/// <summary>A proxy that tells what a test has it tell; unreachable until it is given counters or lines.</summary>
internal sealed class FakeTelemetry : IProxyTelemetry
{
    private readonly Channel<AccessLogLine> _lines = Channel.CreateUnbounded<AccessLogLine>();
    private int _followers;

    public ProxyCounters? Counters { get; set; }

    /// <summary>Whether the access log can be followed.</summary>
    public bool IsUp { get; set; } = true;

    /// <summary>How many follow the access log.</summary>
    public int Followers => Volatile.Read(ref _followers);

    public void Say(AccessLogLine line) => _lines.Writer.TryWrite(line);

    public Task<ProxyCounters> CountersAsync(CancellationToken cancellationToken) =>
        Counters is { } counters ? Task.FromResult(counters) : throw new ProxyUnreachableException("none", new IOException("none"));

    public async IAsyncEnumerable<AccessLogLine> AccessLogAsync([System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
    {
        if (!IsUp)
            throw new ProxyUnreachableException("none", new IOException("none"));
        Interlocked.Increment(ref _followers);
        try
        {
            await foreach (var line in _lines.Reader.ReadAllAsync(cancellationToken))
                yield return line;
        }
        finally
        {
            Interlocked.Decrement(ref _followers);
        }
    }
}
