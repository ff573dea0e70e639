using Haloy.Proxy.Hosting;

namespace Haloy.Proxy.Forwarding;

/// <summary>For each way a backend can fail, how long ago that was said: visitors decide how often it happens, and shall not fill the log.</summary>
internal sealed class FailurePauses(TimeProvider time)
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(10);

    private readonly Seldom?[] _said = new Seldom?[Enum.GetValues<Attempt>().Length];

    /// <summary>It has failed in this way.</summary>
    /// <param name="attempt">The way.</param>
    /// <param name="leftOut">How often that was not said since it was said last, when it is time to say it.</param>
    public bool IsTime(Attempt attempt, out int leftOut)
    {
        ref var said = ref _said[(int)attempt];
        if (said is null)
            Interlocked.CompareExchange(ref said, new Seldom(time, Pause), null);
        var isTime = said.IsTime(out var times);
        leftOut = times - 1;
        return isTime;
    }
}
