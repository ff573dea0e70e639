using Haloy.Server.Deployments;
using Haloy.Server.Deployments.Decisions;

namespace Haloy.Server.ProxySync;

/// <summary>Who holds a name that two apps claim. Pure.</summary>
internal static class RouteOwnership
{
    /// <summary>
    /// Every app's routes, the owners' first: apps with a recorded deployment hold their names against those that only have labels; among
    /// these the oldest container wins.
    /// </summary>
    public static IEnumerable<AppRoute> InOrder(World world, IReadOnlyDictionary<string, Decision> decisions) => world.Apps.Values
        .OrderBy(app => app.Current is null && app.Moving is null)
        .ThenBy(app => app.Containers.IsEmpty ? DateTimeOffset.MaxValue : app.Containers.Min(c => c.CreatedAt))
        .ThenBy(app => app.App, StringComparer.Ordinal)
        .SelectMany(app => decisions[app.App].Routes);
}
