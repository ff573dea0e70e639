using Haloy.Server.Deployments.Decisions;

namespace Haloy.Server.Tests.Support;

/// <summary>Decisions in words, so that tables of them can be read and compared.</summary>
internal static class DecisionText
{
    public static string[] Actions(this Decision decision) => [.. decision.Actions.Select(Text)];

    public static string[] Changes(this Decision decision) => [.. decision.Changes.Select(c => $"{c.Deployment.Id} → {c.Phase}")];

    /// <summary>One line a route: <c>name [aliases] → containers</c>; draining ones in parentheses.</summary>
    public static string[] Table(this Decision decision) => [.. decision.Routes.Select(route =>
    {
        var aliases = (route.Claim.Aliases).Count > 0 ? $" [{string.Join(' ', route.Claim.Aliases!)}]" : "";
        var state = route.Stopped ? " stopped" : "";
        var backends = route.Backends.Select(b => b.Draining ? $"({b.Container.Id})" : b.Container.Id).Order(StringComparer.Ordinal);
        return $"{route.Claim}{aliases}{state} → {string.Join(' ', backends)}".TrimEnd();
    })];

    /// <summary>Everything of a decision.</summary>
    public static string Whole(this Decision decision) => string.Join('\n',
    [
        .. decision.Changes(),
        .. decision.Changes.Select(c => c.Reason ?? ""),
        .. decision.Actions(),
        .. decision.Table(),
        .. decision.Probes.Select(p => p.ToString()),
        $"{decision.WakeAt:O} {decision.Forget}",
    ]);

    private static string Text(AppAction action) => action switch
    {
        PrepareImage prepare => $"prepare {prepare.Deployment.Id}",
        StartReplica start => $"start {start.Deployment.Id}-{start.Replica}",
        StartContainer start => $"restart {start.Container.Id}",
        KeepUp keep => $"keep up {keep.Container.Id}",
        StopContainer stop => $"stop {stop.Container.Id}",
        RenameContainer rename => $"rename {rename.Container.Id} {rename.Name}",
        RemoveContainer remove => $"remove {remove.Container.Id}{(remove.ShowOutput ? " with output" : "")}",
        RemoveVolumes remove => $"volumes {remove.App}",
        _ => action.ToString(),
    };
}
