using System.Text.RegularExpressions;
using Haloy.Config.Validation;
using Haloy.Contracts.Api;
using Haloy.Contracts.Policies;
using Haloy.Core;
using Haloy.Server.Discovery;
using Haloy.Server.Logs;

namespace Haloy.Server.Deployments;

/// <summary>Accepts requests: validated, free of conflicts, and recorded before the answer is given.</summary>
internal sealed partial class DeploymentIntake(Reconciler reconciler, IDeploymentStore store, Journal journal, string? apiDomain, TimeProvider time)
{
    /// <summary>Accepts a request to run <paramref name="request"/>.</summary>
    /// <param name="id">Id chosen by the client. The same id again is the same request: a client may repeat it when it missed the answer.</param>
    /// <param name="request">The resolved target.</param>
    /// <param name="history">The same with references instead of values.</param>
    /// <param name="rolledBackFrom">The deployment whose image it reuses.</param>
    /// <param name="cancellationToken">Ends waiting.</param>
    public async Task<IntakeResult> AcceptAsync(string? id, TargetConfig? request, DeployConfig? history, string? rolledBackFrom, CancellationToken cancellationToken)
    {
        if (id is null || !IdPattern().IsMatch(id))
            return IntakeResult.Invalid("deploymentID is missing or is not 1 to 128 letters, digits, '_', '.' or '-'.");
        if (request is null)
            return IntakeResult.Invalid("targetConfig is missing.");

        var target = TargetDefaults.Apply(request) with { ApiToken = null };
        if (TargetValidator.Validate(target) is { Count: > 0 } problems)
            return IntakeResult.Invalid($"invalid configuration: {string.Join("; ", problems.Select(p => $"{p.Path}: {p.Message}"))}");

        if (NotYet.In(target) is { Count: > 0 } unknown)
            return IntakeResult.Invalid($"haloyd {BuildVersion.Current} cannot do {string.Join(", ", unknown.Select(k => $"'{k}'"))} yet: remove {(unknown.Count == 1 ? "it" : "them")}.");

        if (PolicyRules.Problems(RoutingLabels.PolicyOf(target, "")) is { Count: > 0 } unusable)
            return IntakeResult.Invalid($"invalid configuration: {string.Join("; ", unusable)}");

        if (ErrorPageIntake.Problem(target) is { } missing)
            return IntakeResult.Invalid($"invalid configuration: {missing}");

        var now = time.GetUtcNow();
        var deployment = new Deployment(0, id, target.Name!, DeploymentPhase.Pending, now, target, history, ImageRef: null, Reason: null, now, rolledBackFrom);
        return await reconciler.AskAsync(world => Accept(world, deployment), cancellationToken);
    }

    private (World, IntakeResult) Accept(World world, Deployment deployment)
    {
        if (Conflict(world, deployment) is { } conflict)
            return (world, conflict);
        if (store.Add(deployment) is not { } added)
            return (world, store.AppOf(deployment.Id) == deployment.App
                ? IntakeResult.Accepted
                : IntakeResult.Conflicting($"deploymentID '{deployment.Id}' was used by another app.", "Deploy again: a new id is made each time."));

        journal.Info(added.App, added.Id, world.App(added.App).Moving is { } moving ? $"waiting for deployment {moving.Id} to end" : "accepted");
        return (world.Changed(added), IntakeResult.Accepted);
    }

    private IntakeResult? Conflict(World world, Deployment deployment)
    {
        if (ProxyNeeds.Missing(deployment.Target, world.Routing.ProxyGeneration) is { Count: > 0 } missing)
            return IntakeResult.Conflicting(
                $"the haloy-proxy of this server is too old for {string.Join(", ", missing.Select(k => $"'{k}'"))} and would pass over {(missing.Count == 1 ? "it" : "them")}.",
                "Upgrade haloy-proxy on the server, then deploy again.");
        foreach (var claim in RouteClaim.Of(deployment.Target))
        {
            if (claim.Hosts.FirstOrDefault(h => h == apiDomain) is { } host)
                return IntakeResult.Conflicting($"domain '{host}' is this server's API domain.", "Choose another domain for the app.");
            if (world.OwnerOf(claim, deployment.App) is var (owner, name))
                return IntakeResult.Conflicting(
                    $"domain '{name}' belongs to app '{owner}'.",
                    $"Remove it from {owner} and deploy that, or stop it: haloy stop --remove-containers (in its project).");
        }

        return ErrorPageIntake.Refusal(world, deployment);
    }

    [GeneratedRegex("^[A-Za-z0-9][A-Za-z0-9_.-]{0,127}$")]
    private static partial Regex IdPattern();
}

/// <summary>What became of a request.</summary>
/// <param name="Kind">Whether it was accepted.</param>
/// <param name="Failure">Why not.</param>
internal sealed record IntakeResult(IntakeKind Kind, Failure? Failure = null)
{
    public static readonly IntakeResult Accepted = new(IntakeKind.Accepted);

    public static IntakeResult Invalid(string message) => new(IntakeKind.Invalid, new(message));

    public static IntakeResult Conflicting(string message, string hint) => new(IntakeKind.Conflicting, new(message, hint));
}

/// <summary>The kinds of <see cref="IntakeResult"/>.</summary>
internal enum IntakeKind
{
    /// <summary>It is recorded and will reach a terminal phase.</summary>
    Accepted,

    /// <summary>It makes no sense.</summary>
    Invalid,

    /// <summary>It claims what another app has, or needs what this server has not.</summary>
    Conflicting,
}
