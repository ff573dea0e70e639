namespace Haloy.Proxy.Native;

/// <summary>
/// How many descriptors this process may have (getrlimit(2)). The last few are not for visitors and apps: listening, the control socket, files and
/// whatever else lives in the process go on when those have taken all others. A new descriptor gets the lowest number that is free, so
/// its number tells how scarce they are, and nobody has to count.
/// </summary>
internal static unsafe class Descriptors
{
    /// <summary>Descriptors that visitors and apps do not get.</summary>
    public const int Reserve = 64;

    private const int NumberOfFiles = 7; // RLIMIT_NOFILE

    private static int _limit = int.MaxValue;

    /// <summary>Raises the limit as far as it goes without privileges; the usual 1024 is for programs that use select(2).</summary>
    /// <returns>The limit from now on.</returns>
    public static int Raise()
    {
        Libc.ResourceLimit limit;
        if (Libc.GetResourceLimit(NumberOfFiles, &limit) != 0)
            return Volatile.Read(ref _limit);
        var raised = limit with { Soft = limit.Hard };
        if (limit.Soft < limit.Hard && Libc.SetResourceLimit(NumberOfFiles, &raised) == 0)
            limit = raised;
        Volatile.Write(ref _limit, (int)Math.Min(limit.Soft, int.MaxValue));
        return _limit;
    }

    /// <summary>Whether a descriptor is one of the last.</summary>
    public static bool IsReserved(int fd) => fd >= Volatile.Read(ref _limit) - Reserve;
}
