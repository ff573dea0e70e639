using Haloy.Cli.Terminal;
using Haloy.Contracts.Api;

namespace Haloy.Cli.Commands.Status;

/// <summary>A status as people read it.</summary>
internal static class StatusView
{
    private const int ShortId = 12;

    public static void Show(ITerminal terminal, string app, string server, StatusResponse status)
    {
        terminal.Section(app, [.. Lines(terminal, server, status)]);
        if (status.Containers is { Count: > 0 } containers)
            terminal.Table(Containers(containers));
    }

    private static IEnumerable<(string Label, string Value)> Lines(ITerminal terminal, string server, StatusResponse status)
    {
        yield return ("State", terminal.Paint(ColourOf(status.State), status.State));
        yield return ("Server", server);
        yield return ("Deployment ID", status.DeploymentId);
        if (status.Containers is not { Count: > 0 })
            yield return ("Running container(s)", Listed(status.ContainerIds?.Select(Short)));
        yield return ("Domain(s)", Listed(status.Domains?.Select(d => d.Domain ?? "").Distinct(StringComparer.Ordinal)));
        if (status.LastDeployment is { } last)
            yield return ("Last deployment", $"{last.Id} {last.State}{(last.Reason is { Length: > 0 } reason ? $": {reason}" : "")}");
        foreach (var warning in status.Warnings ?? [])
            yield return ("Warning", terminal.Paint(Colour.Amber, warning));
    }

    private static Table Containers(IReadOnlyList<ContainerStatus> containers)
    {
        var table = new Table("CONTAINER", "NAME", "STATE", "HEALTH", "IN ROTATION", "REASON");
        foreach (var c in containers)
            table.Add(Short(c.Id), c.Name, c.State, c.Health, c.InRotation ? "yes" : "no", c.Detail ?? "");
        return table;
    }

    private static string Short(string id) => id.Length > ShortId ? id[..ShortId] : id;

    private static string Listed(IEnumerable<string>? values) => string.Join(", ", values ?? []) is { Length: > 0 } list ? list : "-";

    private static Colour ColourOf(string state) => state switch
    {
        "running" => Colour.Green,
        "restarting" => Colour.Amber,
        "paused" => Colour.Blue,
        "exited" or "stopped" => Colour.Red,
        _ => Colour.Grey,
    };
}
