using System.Globalization;

namespace Haloy.Docker.Transport;

/// <summary>A version of the Engine API; compared by number, so 1.9 is older than 1.41.</summary>
internal readonly record struct ApiVersion(int Major, int Minor) : IComparable<ApiVersion>
{
    /// <summary>Oldest we can work with (Docker Engine 20.10).</summary>
    public static ApiVersion Oldest { get; } = new(1, 41);

    /// <summary>Newest we know (Docker Engine 27).</summary>
    public static ApiVersion Newest { get; } = new(1, 47);

    public static ApiVersion? TryParse(string? text)
    {
        var parts = (text ?? "").Split('.');
        return parts.Length == 2
            && int.TryParse(parts[0], NumberStyles.None, CultureInfo.InvariantCulture, out var major)
            && int.TryParse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture, out var minor)
            ? new(major, minor)
            : null;
    }

    public int CompareTo(ApiVersion other) => (Major, Minor).CompareTo((other.Major, other.Minor));

    public static bool operator <(ApiVersion left, ApiVersion right) => left.CompareTo(right) < 0;

    public static bool operator >(ApiVersion left, ApiVersion right) => left.CompareTo(right) > 0;

    public static bool operator <=(ApiVersion left, ApiVersion right) => left.CompareTo(right) <= 0;

    public static bool operator >=(ApiVersion left, ApiVersion right) => left.CompareTo(right) >= 0;

    public override string ToString() => $"{Major}.{Minor}";
}
