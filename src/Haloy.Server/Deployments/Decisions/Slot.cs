using System.Collections.Immutable;
using Haloy.Server.Health;

namespace Haloy.Server.Deployments.Decisions;

/// <summary>A place in the set that a cutover moves to.</summary>
/// <param name="Member">The container in it; null while it has to be created.</param>
/// <param name="Begin">What brings it up; null when nothing has to be begun.</param>
/// <param name="Failure">Why it will never serve.</param>
/// <param name="Deadline">When waiting for it ends.</param>
internal sealed record Slot(Member? Member, AppAction? Begin, string? Failure = null, DateTimeOffset? Deadline = null)
{
    /// <summary>It takes traffic (or would, had it domains).</summary>
    public bool IsServing => Member is { IsServing: true };

    /// <summary>Nothing more is to be expected of it.</summary>
    public bool IsSettled => IsServing || Failure is not null;
}

/// <summary>Makes the slots of either direction.</summary>
internal static class Slots
{
    /// <summary>The replicas of a new deployment. The first sign that one will not serve is its failure.</summary>
    public static ImmutableArray<Slot> ForNew(Deployment deployment, ImmutableArray<Member> members, DateTimeOffset now) =>
    [
        .. Enumerable.Range(1, deployment.Replicas).Select(replica =>
        {
            var begin = new StartReplica(deployment, replica);
            var member = members.FirstOrDefault(m => m.Container.Replica == replica);
            return member is null || member.Container.State == "created"
                ? new Slot(member, begin)
                : Started(deployment, member, $"replica {replica}", now);
        }),
    ];

    /// <summary>The containers of the previous deployment, for the way back.</summary>
    public static ImmutableArray<Slot> ForOld(Deployment undoing, ImmutableArray<Member> members, DateTimeOffset now)
    {
        // Each of them may have to wait for the ones before it: to drain, to stop, to start.
        var turn = undoing.StartTimeout + undoing.DrainTimeout + undoing.StopTimeout;
        var giveUpAt = undoing.PhaseSince + (turn * (members.Length + 1));
        return [.. members.Select(member => HasRunSince(undoing, member) ? Returning(undoing, member, now) : ToStart(member, giveUpAt, now))];
    }

    private static bool HasRunSince(Deployment undoing, Member member) => member.Container.IsAlive || member.Container.StartedAt > undoing.PhaseSince;

    private static Slot ToStart(Member member, DateTimeOffset giveUpAt, DateTimeOffset now) => now < giveUpAt
        ? new(member, new StartContainer(member.Container), Deadline: giveUpAt)
        : new(member, null, "it could not be started again");

    private static Slot Started(Deployment deployment, Member member, string name, DateTimeOffset now)
    {
        var container = member.Container;
        if (container is { IsRunning: true, RestartCount: > 0 })
            return new(member, null, $"{name} ended, and Docker started it again, before the deployment was over");
        if (!container.IsRunning)
            return new(member, null, $"{name} exited with code {container.ExitCode}{(container.OutOfMemory ? " (out of memory)" : "")} before it was ready");
        if (container.DockerHealth == "unhealthy")
            return new(member, null, $"{name} is not healthy: {member.Readiness.Detail}");

        var deadline = container.StartedAt + deployment.StartTimeout + container.MinReady;
        return member.Readiness is { IsReady: false, IsUnknown: false } && now >= deadline
            ? new(member, null, $"{name} was not ready within {deployment.StartTimeout.TotalSeconds:0} s: {member.Readiness.Detail}")
            : new(member, null, Deadline: member.Readiness.IsReady ? null : deadline);
    }

    // An old container is given the time a new one gets, counted from when it was started again: its turn may come late. One that crashes and
    // is restarted by the engine, over and over, has only the time since the way back began.
    private static Slot Returning(Deployment undoing, Member member, DateTimeOffset now)
    {
        if (member.IsServing)
            return new(member, null);

        var began = member.Container.RestartCount == 0 && member.Container.StartedAt > undoing.PhaseSince ? member.Container.StartedAt.Value : undoing.PhaseSince;
        var deadline = began + undoing.StartTimeout + member.Container.MinReady;
        return now >= deadline || !member.Container.IsAlive
            ? new(member, null, member.Readiness.Detail ?? "the proxy does not route to it")
            : new(member, null, Deadline: deadline);
    }
}
