namespace Haloy.Proxy.LoadBalancing;

/// <summary>
/// The time in which a new backend's share grows from a tenth to a full one. It takes its turns as often as that, and leaves the others to whoever is
/// next: exactly so, for what it takes is counted, not thrown dice for.
/// </summary>
internal sealed class SlowStart(TimeProvider time, TimeSpan duration)
{
    /// <summary>A full share.</summary>
    public const int Full = 1024;

    /// <summary>Of so many turns it takes one at least.</summary>
    public const int TurnsUntilTaken = (Full / Smallest) + 1;

    private const int Smallest = Full / 10;

    private readonly long _start = time.GetTimestamp();

    // So that its first turn is one that it takes.
    private uint _taken = Full - Smallest;

    /// <summary>How much of a full share it has now.</summary>
    public int Share => (int)Math.Clamp(time.GetElapsedTime(_start) / duration * Full, Smallest, Full);

    /// <summary>Whether it takes the turn that has come to it.</summary>
    public bool TakesTurn()
    {
        var share = (uint)Share;
        return Interlocked.Add(ref _taken, share) % Full < share;
    }
}
