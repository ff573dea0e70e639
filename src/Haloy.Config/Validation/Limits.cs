using Haloy.Config.Binding;
using Haloy.Contracts.Policies;

namespace Haloy.Config.Validation;

/// <summary>The numbers that keys allow: what the rules check and the reference says.</summary>
internal static class Limits
{
    private const int Hour = 3600;
    private const int Day = 24 * Hour;

    public static readonly Bounds Replicas = new(1, int.MaxValue);

    public static readonly Bounds HistoryCount = new(1, int.MaxValue);

    public static readonly Bounds MinReady = new(0, 600);

    public static readonly Bounds StartTimeout = new(1, Hour);

    public static readonly Bounds DrainTimeout = new(0, Hour);

    public static readonly Bounds StopTimeout = new(0, Hour);

    public static readonly Bounds StatusCodes = new(100, 599);

    public static readonly Bounds ProbeInterval = new(1, Hour);

    public static readonly Bounds ProbeTimeout = new(1, 300);

    /// <summary>Docker runs nothing in less than 6 MiB.</summary>
    public static readonly Bounds Memory = new(6L << 20, 1L << 50);

    public static readonly Bounds MaxBody = new(1, 1L << 50);

    public static readonly Bounds ProxyTimeout = new(1, Day);

    public static readonly Bounds SlowStart = new(1, SnapshotBalance.MaxSlowStart);

    public static readonly Bounds Bake = new(1, Day);

    public static readonly Bounds Hold = new(1, 300);

    public static readonly Bounds RollingBatch = new(1, int.MaxValue);

    public static readonly Bounds CanaryStep = new(1, 99);

    public static readonly Bounds CanaryRequests = new(1, int.MaxValue);

    public static readonly Bounds ScheduleTimeout = new(1, Day);

    /// <summary>Cores; Docker counts no smaller share.</summary>
    public const decimal LeastCpus = 0.01m;

    /// <summary>Cores, more than any machine has.</summary>
    public const decimal MostCpus = 4096m;
}
