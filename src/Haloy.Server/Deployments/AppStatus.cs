using System.Collections.Immutable;
using Haloy.Contracts.Api;
using Haloy.Server.Deployments.Decisions;
using Haloy.Server.Health;

namespace Haloy.Server.Deployments;

/// <summary>What a person is told of an app. Pure.</summary>
internal static class AppStatus
{
    // The most telling state of several containers comes first (spec/server §3.6).
    private static readonly ImmutableArray<string> ByPriority = ["restarting", "paused", "running", "exited", "created", "dead"];

    /// <summary>The status of <paramref name="name"/>, or null when nothing of it is known.</summary>
    public static StatusResponse? Of(World world, string name, DateTimeOffset now)
    {
        if (!world.Apps.TryGetValue(name, out var known))
            return null;

        var app = known with { Routing = world.Routing };
        var cast = Cast.Of(app, now);
        if (app is { Current: null, Moving: null, Pending.IsEmpty: true, LastEnded: null } && cast.Old.IsEmpty)
            return null;

        var serving = cast.Old.Length > 0 || app.Moving is null ? cast.Old : cast.New;
        return new()
        {
            State = ByPriority.FirstOrDefault(state => serving.Any(m => m.Container.State == state)) ?? "unknown",
            DeploymentId = app.Current?.Id ?? serving.FirstOrDefault()?.Container.DeploymentId ?? app.Moving?.Id ?? "",
            ContainerIds = [.. serving.Select(m => m.Container.Id)],
            Domains = [.. World.Domains(app).DistinctBy(d => d.Domain)],
            Containers = [.. cast.Old.Concat(cast.New).Select(Container)],
            LastDeployment = Last(app),
            Warnings = Warnings(app),
        };
    }

    private static IReadOnlyList<string>? Warnings(AppWorld app) =>
        app.Current is { } current && ProxyNeeds.Missing(current.Target, app.Routing.ProxyGeneration) is { Count: > 0 } missing
            ? [$"the haloy-proxy of this server is too old and passes over {string.Join(", ", missing.Select(k => $"'{k}'"))}: upgrade it"]
            : null;

    private static ContainerStatus Container(Member member) => new(
        member.Container.Id,
        member.Container.Name,
        member.Container.DeploymentId,
        member.Container.State,
        member.Readiness.State switch
        {
            ReadinessState.Ready => "healthy",
            ReadinessState.Starting => member.Container.DockerHealth == "unhealthy" ? "unhealthy" : "starting",
            _ => "stopped",
        },
        member.Readiness.Detail,
        member.Routed is { Draining: false });

    private static DeploymentStatus? Last(AppWorld app)
    {
        var last = app.Pending.LastOrDefault() ?? app.Moving ?? app.LastEnded;
        return last is null || last.Id == app.Current?.Id ? null : new(last.Id, last.Phase.ToString().ToLowerInvariant(), last.Reason);
    }
}
