using System.Runtime.InteropServices;

namespace Haloy.ProxyHost;

/// <summary>SIGTERM and SIGINT: the first asks for an end, the second for one at once.</summary>
internal sealed class StopSignals : IDisposable
{
    private readonly TaskCompletionSource _first = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly CancellationTokenSource _second = new();
    private readonly PosixSignalRegistration[] _registrations;

    public StopSignals() => _registrations = [PosixSignalRegistration.Create(PosixSignal.SIGTERM, Handle), PosixSignalRegistration.Create(PosixSignal.SIGINT, Handle)];

    /// <summary>Ends with the first signal.</summary>
    public Task First => _first.Task;

    /// <summary>Cancelled by the second signal.</summary>
    public CancellationToken Second => _second.Token;

    public void Dispose()
    {
        foreach (var registration in _registrations)
            registration.Dispose();
        _second.Dispose();
    }

    private void Handle(PosixSignalContext context)
    {
        // Else the runtime would end the process.
        context.Cancel = true;
        if (!_first.TrySetResult())
            _second.Cancel();
    }
}
