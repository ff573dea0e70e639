using System.Collections.Immutable;
using Haloy.Server.Discovery;

namespace Haloy.Server.Deployments.Decisions;

/// <summary>The containers of an app by the part they play.</summary>
/// <param name="Old">Of the current deployment, in replica order.</param>
/// <param name="New">Of the moving deployment, in replica order.</param>
/// <param name="Garbage">Of deployments that ended.</param>
internal sealed record Cast(ImmutableArray<Member> Old, ImmutableArray<Member> New, ImmutableArray<Member> Garbage)
{
    public static Cast Of(AppWorld world, DateTimeOffset now)
    {
        var currentId = CurrentIsThere(world) ? world.Current!.Id : Adopted(world) ?? world.Current?.Id;
        return new(
            Members(world, c => c.DeploymentId == currentId, now),
            Members(world, c => c.DeploymentId == world.Moving?.Id, now),
            Members(world, c => IsGarbage(world, c), now));
    }

    /// <summary>Every container of the app, whatever its part.</summary>
    public static ImmutableArray<Member> Everyone(AppWorld world, DateTimeOffset now) => Members(world, _ => true, now);

    private static ImmutableArray<Member> Members(AppWorld world, Func<ObservedContainer, bool> belongs, DateTimeOffset now) =>
    [
        .. world.Containers
            .Where(c => belongs(c) && c.State != "removing")
            .OrderBy(c => c.Replica).ThenBy(c => c.CreatedAt).ThenBy(c => c.Id, StringComparer.Ordinal)
            .Select(c => Member.Of(world, c, now)),
    ];

    private static bool CurrentIsThere(AppWorld world) => world.Current is { } current && world.Containers.Any(c => c.DeploymentId == current.Id);

    // What we created (it bears a replica number) for a deployment that is neither serving nor moving has ended, even if its row is gone by now.
    // But when nothing of the recorded one is there (an older database was restored), the labels know better.
    private static bool IsGarbage(AppWorld world, ObservedContainer container) =>
        world.Finished.Contains(container.DeploymentId)
        || (CurrentIsThere(world) && world.Current is { } current && container.Replica > 0 && container.DeploymentId != current.Id && container.DeploymentId != world.Moving?.Id);

    /// <summary>
    /// Without a recorded current deployment (started by hand, by the original, or the database was lost) the newest running group of
    /// labelled containers is taken for it: labels alone are enough to serve. What was stopped for the moving deployment, or by the operator's
    /// wish, belongs to it still.
    /// </summary>
    private static string? Adopted(AppWorld world) => world.Containers
        .Where(c => (c.IsAlive || c.FinishedAt >= world.Moving?.AcceptedAt || world.Intent != AppIntent.Run) && c.DeploymentId != world.Moving?.Id && !world.Finished.Contains(c.DeploymentId))
        .OrderByDescending(c => c.IsAlive).ThenByDescending(c => c.CreatedAt).ThenBy(c => c.DeploymentId, StringComparer.Ordinal)
        .FirstOrDefault()?.DeploymentId;
}
