using System.Collections.Immutable;
using Haloy.Contracts.Api;

namespace Haloy.Server.Deployments.Decisions;

/// <summary>Decides for an app that an operator stopped: drain, stop, and where asked remove.</summary>
internal static class Shutdown
{
    public static Decision Decide(AppWorld world, Cast cast, DateTimeOffset now)
    {
        var members = Cast.Everyone(world, now);
        if (members.IsEmpty && world.Intent != AppIntent.Stop)
            return new() { Forget = world.Intent == AppIntent.Remove || world.VolumesRemoved, Actions = world.VolumesRemoved || world.Intent == AppIntent.Remove ? [] : [new RemoveVolumes(world.App)] };

        var drain = world.Current?.DrainTimeout ?? TimeSpan.FromSeconds(TargetDefaults.DrainTimeoutSeconds);
        return new()
        {
            Actions = [.. members.SelectMany(m => Retire(world, m, keep: world.Intent == AppIntent.Stop && !cast.Garbage.Contains(m), drain, now))],
            Routes = AppRoutes.Of(world, cast, cast.Old.Where(m => m.Container.IsRunning && m.Routed is not null).Select(m => new AppBackend(m.Container, Draining: true)), stopped: true),
            WakeAt = members.Where(m => m.Container.IsAlive).Select(m => m.DrainDeadline(drain)).Where(at => at > now).Min(),
        };
    }

    private static IEnumerable<AppAction> Retire(AppWorld world, Member member, bool keep, TimeSpan drain, DateTimeOffset now)
    {
        if (member.Container.IsAlive)
        {
            if (member.IsDrained(drain, now))
                yield return new StopContainer(member.Container, world.Current?.StopTimeout ?? TimeSpan.FromSeconds(TargetDefaults.StopTimeoutSeconds));
        }
        else if (!keep)
        {
            yield return new RemoveContainer(member.Container, ShowOutput: false, WithVolumes: world.Intent == AppIntent.RemoveWithVolumes);
        }
    }
}
