namespace Haloy.Proxy.LoadBalancing;

/// <summary>
/// Puts a backend that cannot be reached aside: for a moment at first, for longer each time it is found to be still so. When the time is over one
/// request finds out for all of them: a backend that does not even refuse would keep each waiting for the whole time that a dial may take.
/// </summary>
internal sealed class Ejection(TimeProvider time)
{
    /// <summary>However often it failed, it is tried again after this time.</summary>
    public static readonly TimeSpan Longest = TimeSpan.FromSeconds(30);

    /// <summary>Of a request that was to find out and has not after this time, nothing more is expected: its visitor may have gone.</summary>
    public static readonly TimeSpan Trial = TimeSpan.FromSeconds(10);

    private const int MaxDoublings = 10;

    private long _until;
    private long _trialUntil;
    private int _failures;

    /// <summary>Whether the last attempt to reach it failed, and none has succeeded since.</summary>
    public bool IsOn => Volatile.Read(ref _until) != 0;

    /// <summary>Whether a request may be sent to it in its turn. The one that is to find out is told so once.</summary>
    public bool Admits()
    {
        var until = Volatile.Read(ref _until);
        if (until == 0)
            return true;
        var now = time.GetTimestamp();
        var trial = Volatile.Read(ref _trialUntil);
        return now >= until && now >= trial && Interlocked.CompareExchange(ref _trialUntil, now + Ticks(Trial), trial) == trial;
    }

    /// <summary>It could not be reached. What fails while it is put aside, as attempts that were under way together do, tells nothing new.</summary>
    /// <param name="shortest">How long it is put aside for the first failure.</param>
    public void Begin(TimeSpan shortest)
    {
        var until = Volatile.Read(ref _until);
        var now = time.GetTimestamp();
        if (now < until)
            return;
        var failures = Volatile.Read(ref _failures);
        var length = shortest * (1 << Math.Min(failures, MaxDoublings));
        if (Interlocked.CompareExchange(ref _until, now + Ticks(length < Longest ? length : Longest), until) != until)
            return;
        Volatile.Write(ref _failures, failures + 1);
        Volatile.Write(ref _trialUntil, 0);
    }

    /// <summary>It was reached.</summary>
    public void End()
    {
        if (!IsOn)
            return;
        Volatile.Write(ref _failures, 0);
        Volatile.Write(ref _trialUntil, 0);
        Volatile.Write(ref _until, 0);
    }

    private long Ticks(TimeSpan span) => (long)(span.TotalSeconds * time.TimestampFrequency);
}
