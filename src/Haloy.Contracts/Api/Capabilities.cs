namespace Haloy.Contracts.Api;

/// <summary>Words in <see cref="VersionResponse.Capabilities"/>.</summary>
public static class Capabilities
{
    /// <summary>Fields marked "ours" in <see cref="TargetConfig"/> are understood; the original rejects unknown ones.</summary>
    public const string ExtendedTarget = "extended-target";

    /// <summary>A deployment or rollback sent again with the same id is the same request, so it can be repeated when its answer was lost.</summary>
    public const string RepeatableRequests = "repeatable-requests";
}
