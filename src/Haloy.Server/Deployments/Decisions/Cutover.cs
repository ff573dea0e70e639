using System.Collections.Immutable;
using Haloy.Server.Health;

namespace Haloy.Server.Deployments.Decisions;

/// <summary>
/// Moves traffic from one set of containers to another, the same way forward and back.
/// Rolling: one slot at a time, retiring as many old ones as there are new ones serving, so that never fewer serve than before and
/// never more than one too many run. Replace: all of the one set stop before any of the other starts.
/// </summary>
/// <param name="To">The set that shall serve.</param>
/// <param name="From">The set that shall not.</param>
/// <param name="OldCount">How many containers the app had before the deployment.</param>
/// <param name="Deployment">The deployment whose strategy and timeouts apply.</param>
/// <param name="RemoveRetired">Whether retired containers are removed (on the way back) or kept stopped (until success).</param>
/// <param name="Now">The moment of the decision.</param>
internal sealed record Cutover(
    ImmutableArray<Slot> To,
    ImmutableArray<Member> From,
    int OldCount,
    Deployment Deployment,
    bool RemoveRetired,
    DateTimeOffset Now)
{
    private bool AllSettled => To.All(s => s.IsSettled);

    private bool AnyRetiredAlive => Retired.Any(m => m.Container.IsAlive);

    /// <summary>How many of <see cref="From"/> go on serving. On the way back only those that do: the others would just take room.</summary>
    private int Kept => AllSettled || Deployment.Replaces
        ? 0
        : Math.Clamp(OldCount - To.Count(s => s.IsServing), 0, RemoveRetired ? From.Count(m => m.Readiness.IsReady) : From.Length);

    private ImmutableArray<Member> Retired { get => field.IsDefault ? field = [.. InOrderOfRetirement.SkipLast(Kept)] : field; }

    // What does not serve anyway goes first.
    private IEnumerable<Member> InOrderOfRetirement => From.OrderBy(m => m.Readiness.IsReady).ThenBy(m => m.Container.Replica);

    /// <summary>Whether nothing is left to do.</summary>
    public bool IsComplete => AllSettled && !From.Any(m => m.Container.IsAlive);

    /// <summary>The containers in the routes: those that get new requests and those that finish theirs.</summary>
    public IEnumerable<AppBackend> Rotation()
    {
        foreach (var slot in To)
        {
            if (slot.Member is { Readiness.IsReady: true } member)
                yield return new(member.Container, Draining: false);
        }

        var retired = Retired.ToHashSet();
        foreach (var member in From)
        {
            if (retired.Contains(member) ? member.Container.IsRunning && member.Routed is not null : member.Readiness.IsReady)
                yield return new(member.Container, Draining: retired.Contains(member));
        }
    }

    /// <summary>All work to begin.</summary>
    public ImmutableArray<AppAction> Actions() => [.. Retirements(), .. Starts()];

    /// <summary>The containers to bring up now: none before the retired ones have made room.</summary>
    public ImmutableArray<AppAction> Starts()
    {
        if (AnyRetiredAlive)
            return [];

        var waiting = To.Where(s => !s.IsSettled);
        return [.. (Deployment.Replaces ? waiting : waiting.Take(1)).Select(s => s.Begin).OfType<AppAction>()];
    }

    /// <summary>When time alone changes the decision.</summary>
    public DateTimeOffset? WakeAt() => To
        .SelectMany(s => new[] { s.Deadline, s.Member?.Readiness.WakeAt })
        .Concat(Retired.Where(m => m.Container.IsAlive).Select(m => m.DrainDeadline(Deployment.DrainTimeout)))
        .Where(at => at > Now)
        .Min();

    private IEnumerable<AppAction> Retirements()
    {
        foreach (var member in Retired)
        {
            if (member.Container.IsAlive)
            {
                if (member.IsDrained(Deployment.DrainTimeout, Now))
                    yield return new StopContainer(member.Container, Deployment.StopTimeout, Deployment.Id, member.Routed?.InFlight ?? 0);
            }
            else if (RemoveRetired)
            {
                yield return new RemoveContainer(member.Container, ShowOutput: !member.Readiness.IsReady, WithVolumes: true);
            }
        }
    }
}
