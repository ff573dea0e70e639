using System.Collections.Immutable;

namespace Haloy.Server.Deployments.Decisions;

/// <summary>
/// With static names the new container bears the name of the old one, which is kept stopped until the new one has proven itself:
/// the old one steps aside under the name it would have had with dynamic naming, and gets its own back when the deployment fails.
/// </summary>
internal static class ContainerNames
{
    /// <summary>The renames that must come before <paramref name="starts"/>, or null when every name is free.</summary>
    public static ImmutableArray<AppAction>? Free(ImmutableArray<AppAction> starts, ImmutableArray<Member> old)
    {
        var wanted = starts.OfType<StartReplica>().Select(s => s.Deployment.ContainerName(s.Replica)).ToHashSet();
        var holders = old.Where(m => wanted.Contains(m.Container.Name)).ToArray();
        return holders.Length == 0 ? null : [.. holders.Select(m => new RenameContainer(m.Container, Aside(m)))];
    }

    /// <summary>The renames that give containers of <paramref name="current"/> their own names back.</summary>
    public static ImmutableArray<AppAction> Restore(Deployment? current, ImmutableArray<Member> old) => current is not { NamesAreStatic: true }
        ? []
        : [
            .. old.Where(m => m.Container.Replica > 0 && m.Container.Name == Aside(m))
                .Select(m => new RenameContainer(m.Container, current.ContainerName(m.Container.Replica))),
        ];

    private static string Aside(Member member) => $"{member.Container.App}-{member.Container.DeploymentId}";
}
