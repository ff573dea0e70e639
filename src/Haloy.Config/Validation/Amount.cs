namespace Haloy.Config.Validation;

/// <summary>Numbers as people write them in a deploy file.</summary>
internal static class Amount
{
    /// <summary>Such as <c>90s</c>, <c>10m</c> or <c>24h</c>: the largest unit that fits exactly.</summary>
    public static string Duration(long seconds) => seconds switch
    {
        0 => "0",
        _ when seconds % 3600 == 0 => $"{seconds / 3600}h",
        _ when seconds % 60 == 0 => $"{seconds / 60}m",
        _ => $"{seconds}s",
    };

    /// <summary>Such as <c>6m</c> or <c>1g</c>: the largest unit that fits exactly.</summary>
    public static string Size(long bytes)
    {
        var unit = 0;
        for (; unit < Units.Length - 1 && bytes != 0 && bytes % 1024 == 0; unit++)
            bytes /= 1024;
        return $"{bytes}{Units[unit]}";
    }

    private static readonly string[] Units = ["", "k", "m", "g", "t"];
}
