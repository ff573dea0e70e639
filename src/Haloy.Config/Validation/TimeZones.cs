namespace Haloy.Config.Validation;

/// <summary>Names of time zones in the IANA database.</summary>
internal static class TimeZones
{
    // In every copy of the database since it exists.
    private const string AlwaysThere = "Europe/London";

    private static readonly Lazy<bool> HasDatabase = new(() => TimeZoneInfo.TryFindSystemTimeZoneById(AlwaysThere, out _));

    /// <summary>Whether the name cannot be right. A machine without the database, such as a minimal container, judges by the name's shape alone.</summary>
    public static bool IsUnknown(string name) => !HasShape(name) || (HasDatabase.Value && !TimeZoneInfo.TryFindSystemTimeZoneById(name, out _));

    private static bool HasShape(string name) =>
        char.IsAsciiLetter(name[0])
        && name.All(c => char.IsAsciiLetterOrDigit(c) || c is '/' or '_' or '-' or '+')
        && !name.Contains("//", StringComparison.Ordinal)
        && name[^1] != '/';
}
