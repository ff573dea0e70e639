using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace Haloy.Docker.Transport;

/// <summary>Times as the engine's queries take them: seconds, a dot, nanoseconds.</summary>
internal static class UnixTime
{
    [return: NotNullIfNotNull(nameof(time))]
    public static string? Write(DateTimeOffset? time)
    {
        if (time is not { } moment)
            return null;
        var ticks = moment.UtcTicks - DateTimeOffset.UnixEpoch.Ticks;
        var nanoseconds = ticks % TimeSpan.TicksPerSecond * TimeSpan.NanosecondsPerTick;
        return string.Create(CultureInfo.InvariantCulture, $"{ticks / TimeSpan.TicksPerSecond}.{nanoseconds:D9}");
    }

    public static DateTimeOffset Read(long nanoseconds) => DateTimeOffset.UnixEpoch.AddTicks(nanoseconds / TimeSpan.NanosecondsPerTick);
}
