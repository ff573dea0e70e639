using System.Threading.Channels;

namespace Haloy.Core;

/// <summary>"Something changed, look again": any number of <see cref="Set"/> before a wait are one.</summary>
public sealed class Signal
{
    private readonly Channel<bool> _channel = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });

    /// <summary>Wakes the one who waits, now or at its next wait.</summary>
    public void Set() => _channel.Writer.TryWrite(true);

    /// <summary>Returns when the signal is set, or when <paramref name="patience"/> is over.</summary>
    public async Task WaitAsync(TimeSpan patience, TimeProvider time, CancellationToken cancellationToken)
    {
        using var timeout = new CancellationTokenSource(patience, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, cancellationToken);
        try
        {
            await _channel.Reader.ReadAsync(either.Token);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            // Nothing changed for as long as the caller wanted to wait.
        }
    }
}
