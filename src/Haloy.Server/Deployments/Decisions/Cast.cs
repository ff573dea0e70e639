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
        var currentId = world.Current?.Id ?? Adopted(world);
        return new(Of(c => c.DeploymentId == currentId), Of(c => c.DeploymentId == world.Moving?.Id), Of(c => world.Finished.Contains(c.DeploymentId)));

        ImmutableArray<Member> Of(Func<ObservedContainer, bool> belongs) =>
        [
            .. world.Containers
                .Where(c => belongs(c) && c.State != "removing")
                .OrderBy(c => c.Replica).ThenBy(c => c.CreatedAt).ThenBy(c => c.Id, StringComparer.Ordinal)
                .Select(c => Member.Of(world, c, now)),
        ];
    }

    /// <summary>
    /// Without a recorded current deployment (started by hand, by the original, or the database was lost) the newest running group of
    /// labelled containers is taken for it: labels alone are enough to serve.
    /// </summary>
    private static string? Adopted(AppWorld world) => world.Containers
        .Where(c => c.IsAlive && c.DeploymentId != world.Moving?.Id && !world.Finished.Contains(c.DeploymentId))
        .OrderByDescending(c => c.CreatedAt).ThenBy(c => c.DeploymentId, StringComparer.Ordinal)
        .FirstOrDefault()?.DeploymentId;
}
