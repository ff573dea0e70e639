using System.Collections.Immutable;

namespace Haloy.Server.Health;

/// <summary>Probes exactly the wanted containers, each until it passes or is no longer wanted.</summary>
internal sealed class Prober(Func<ProbeTarget, CancellationToken, Task<ProbeResult>> ask, TimeProvider time, Action<ProbeTarget, ProbeResult> onResult)
{
    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(1);

    private readonly Dictionary<ProbeTarget, CancellationTokenSource> _running = [];

    /// <summary>Starts what is newly wanted and stops what is not; called from one thread.</summary>
    public void Want(IEnumerable<ProbeTarget> targets)
    {
        var wanted = targets.ToImmutableHashSet();
        foreach (var target in _running.Keys.Where(t => !wanted.Contains(t)).ToArray())
        {
            _running.Remove(target, out var cancellation);
            cancellation!.Cancel();
        }

        foreach (var target in wanted.Where(t => !_running.ContainsKey(t)))
        {
            var cancellation = _running[target] = new CancellationTokenSource();
            _ = ProbeUntilPassedAsync(target, cancellation.Token);
        }
    }

    // Whatever goes wrong in asking is an answer: a probe that ended without one would never be missed.
    private async Task<ProbeResult> AskAsync(ProbeTarget target, CancellationToken cancellationToken)
    {
        try
        {
            return await ask(target, cancellationToken);
        }
        catch (Exception e) when (!cancellationToken.IsCancellationRequested)
        {
            return new(false, $"the probe of http://{target.Address}:{target.Port}{target.Path} failed: {e.Message}");
        }
    }

    private async Task ProbeUntilPassedAsync(ProbeTarget target, CancellationToken cancellationToken)
    {
        var pause = FirstPause;
        ProbeResult? last = null;
        try
        {
            while (last is not { Passed: true })
            {
                var result = await AskAsync(target, cancellationToken);
                if (result != last)
                    onResult(target, result);
                last = result;
                if (!result.Passed)
                    await Task.Delay(pause, time, cancellationToken);
                pause = TimeSpan.FromTicks(Math.Min(LongestPause.Ticks, pause.Ticks * 3 / 2));
            }
        }
        catch (OperationCanceledException)
        {
            // No longer wanted.
        }
    }
}
