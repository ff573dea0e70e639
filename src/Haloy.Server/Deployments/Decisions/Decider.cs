using System.Collections.Immutable;
using Haloy.Server.Discovery;

namespace Haloy.Server.Deployments.Decisions;

/// <summary>
/// Decides for one app: (what is known, now) → (steps to record, work to begin, routes, probes, when to look again).
/// Pure and level-triggered: deciding twice on the same world gives the same decision, and a half-done action is seen in the world and decided anew.
/// </summary>
internal static class Decider
{
    private const string StoppedByOperator = "the app was stopped while it was being deployed";

    /// <summary>The decision for <paramref name="world"/> at <paramref name="now"/>.</summary>
    public static Decision Decide(AppWorld world, DateTimeOffset now)
    {
        var cast = Cast.Of(world, now);
        return world switch
        {
            { Moving: null, Pending.IsEmpty: false } => new() { Changes = TakeNext(world.Pending) },
            { Moving: { Phase: DeploymentPhase.Preparing } moving } => Prepare(world, cast, moving, now),
            { Moving: { Phase: DeploymentPhase.Rolling } moving } => Roll(world, cast, moving, now),
            { Moving: { Phase: DeploymentPhase.Undoing } moving } => Undo(world, cast, moving, now),
            { Intent: not AppIntent.Run } => Shutdown.Decide(world, cast, now),
            _ => Steady(world, cast, now),
        };
    }

    // The newest request is what its author wants now; the ones before it never began.
    private static ImmutableArray<PhaseChange> TakeNext(ImmutableArray<Deployment> pending) =>
    [
        .. pending[..^1].Select(d => new PhaseChange(d, DeploymentPhase.Superseded, $"deployment {pending[^1].Id} was requested before this one began")),
        new PhaseChange(pending[^1], DeploymentPhase.Preparing),
    ];

    private static Decision Prepare(AppWorld world, Cast cast, Deployment moving, DateTimeOffset now)
    {
        if ((world.Failure ?? LostSecrets(moving)) is { } failure)
            return new() { Changes = [new(moving, DeploymentPhase.Failed, failure) { PreviousServes = cast.Old.Any(m => m.IsServing) }] };
        // Nothing was started yet: what is wanted now need not wait for an image that is not wanted any more.
        if (!world.Pending.IsEmpty)
            return new() { Changes = [new(moving, DeploymentPhase.Superseded, $"deployment {world.Pending[^1].Id} was requested while this one prepared its image")] };
        if (world.Intent != AppIntent.Run)
            return new() { Changes = [new(moving, DeploymentPhase.Superseded, StoppedByOperator)] };
        if (world.PreparedImage is { } image)
            return new() { Changes = [new(moving, DeploymentPhase.Rolling, ImageRef: image)] };

        var steady = Steady(world, cast, now);
        return steady with { Actions = [.. steady.Actions, new PrepareImage(moving)] };
    }

    private static Decision Roll(AppWorld world, Cast cast, Deployment moving, DateTimeOffset now)
    {
        var slots = Slots.ForNew(moving, cast.New, now);
        var stopped = world.Intent != AppIntent.Run ? StoppedByOperator : null;
        if ((world.Failure ?? LostSecrets(moving) ?? stopped ?? slots.Select(s => s.Failure).FirstOrDefault(f => f is not null)) is { } failure)
            return new() { Changes = [new(moving, DeploymentPhase.Undoing, failure)] };

        var cutover = new Cutover(slots, cast.Old, cast.Old.Length, moving, RemoveRetired: false, now);
        var fleeting = cast.New.Where(m => m is { Readiness.IsReady: true, Container.IsKeptUp: false }).Select(AppAction (m) => new KeepUp(m.Container)).ToArray();
        if (cutover.IsComplete && fleeting.Length == 0)
            return new() { Changes = [new(moving, DeploymentPhase.Succeeded)] };

        var actions = ContainerNames.Free(cutover.Starts(), cast.Old) ?? cutover.Actions();
        return Compose(world, cast, cutover, [.. fleeting, .. actions], now);
    }

    private static Decision Undo(AppWorld world, Cast cast, Deployment moving, DateTimeOffset now)
    {
        var slots = Slots.ForOld(moving, cast.Old, now);
        var cutover = new Cutover(slots, cast.New, cast.Old.Length, moving, RemoveRetired: true, now);
        if (cutover.IsComplete && cast.New.IsEmpty && ContainerNames.Restore(world.Current, cast.Old).IsEmpty)
            return new() { Changes = [new(moving, DeploymentPhase.Failed, Undone(moving, slots)) { PreviousServes = slots.Length > 0 && slots.All(s => s.IsServing) }] };

        return Compose(world, cast, cutover, [.. cutover.Actions(), .. cast.New.IsEmpty ? ContainerNames.Restore(world.Current, cast.Old) : []], now);
    }

    private static string? LostSecrets(Deployment moving) => moving.SecretsLost
        ? "its stored values cannot be read any more (db/secret.key is missing or was changed); deploy again"
        : null;

    private static string? Undone(Deployment moving, ImmutableArray<Slot> slots)
    {
        var lost = slots.Where(s => !s.IsServing).Select(s => s.Member!.Container.Name).ToArray();
        return lost.Length == 0
            ? moving.Reason
            : $"{moving.Reason}; and the previous version did not come back on {string.Join(", ", lost)}: see `haloy logs`";
    }

    private static Decision Steady(AppWorld world, Cast cast, DateTimeOffset now) => new()
    {
        Actions = Garbage(cast, now),
        Routes = AppRoutes.Of(world, cast, cast.Old.Where(m => m.Readiness.IsReady).Select(m => new AppBackend(m.Container, Draining: false))),
        Probes = Probing.Of(world.App, cast.Old),
        WakeAt = Probing.Wake(cast.Old),
    };

    private static Decision Compose(AppWorld world, Cast cast, Cutover cutover, ImmutableArray<AppAction> actions, DateTimeOffset now) => new()
    {
        Actions = [.. actions, .. Garbage(cast, now)],
        Routes = AppRoutes.Of(world, cast, cutover.Rotation()),
        Probes = Probing.Of(world.App, [.. cast.New, .. cast.Old]),
        WakeAt = new[] { cutover.WakeAt(), Probing.Wake(cast.Old) }.Min(),
    };

    // Containers of deployments that ended: out of every route already, so they only have to be stopped and removed.
    private static ImmutableArray<AppAction> Garbage(Cast cast, DateTimeOffset now) =>
    [
        .. cast.Garbage
            .Where(m => m.IsDrained(TimeSpan.Zero, now))
            .Select(AppAction (m) => m.Container.IsAlive
                ? new StopContainer(m.Container, TimeSpan.FromSeconds(Contracts.Api.TargetDefaults.StopTimeoutSeconds))
                : new RemoveContainer(m.Container, ShowOutput: false, WithVolumes: false)),
    ];
}
