using System.Globalization;
using Haloy.Contracts.Logs;
using Haloy.Core;
using Haloy.Docker;
using Haloy.Docker.Containers;
using Haloy.Server.Deployments;
using Haloy.Server.Discovery;

namespace Haloy.Server.Api;

/// <summary><c>GET /v1/logs/{app}</c>: the output of an app's containers.</summary>
internal sealed class LogsHandler(Reconciler reconciler, IDockerClient docker, TimeProvider time)
{
    private const int DefaultTail = 100;

    public Task GetAsync(HttpContext context)
    {
        var query = context.Request.Query;
        var wanted = query["containerId"].ToString();
        var all = query["allContainers"] == "true";
        if (wanted.Length > 0 && all)
            return Responses.ProblemAsync(context, 400, "containerId and allContainers exclude each other");

        var app = (string)context.Request.RouteValues["app"]!;
        var chosen = Choose(reconciler.World, app, wanted, all);
        if (!chosen.Succeeded)
            return Responses.ProblemAsync(context, wanted.Length > 0 ? 400 : 404, chosen.Failure);

        var tail = int.TryParse(query["tail"], NumberStyles.None, CultureInfo.InvariantCulture, out var lines) && lines > 0 ? lines : DefaultTail;
        var options = new LogOptions(Tail: tail, Follow: query["follow"] != "false");
        return EventStream.RunAsync(context, (stream, cancellationToken) =>
            Task.WhenAll(chosen.Value.Select(container => SendAsync(container.Id, options, stream, cancellationToken))), time);
    }

    private static Outcome<IReadOnlyList<ObservedContainer>> Choose(World world, string app, string wanted, bool all)
    {
        var containers = world.App(app).Containers.OrderByDescending(c => c.CreatedAt).ThenBy(c => c.Replica).ToArray();
        if (wanted.Length > 0)
        {
            return containers.Where(c => c.Id.StartsWith(wanted, StringComparison.Ordinal) || c.Name == wanted).Take(1).ToArray() is { Length: 1 } found
                ? found
                : new Failure($"app '{app}' has no container '{wanted}'", "`haloy status` lists them.");
        }

        var running = containers.Where(c => c.IsAlive).ToArray();
        return running.Length > 0 ? all ? running : running[..1] : new Failure($"app '{app}' has no running container on this server");
    }

    private async Task SendAsync(string id, LogOptions options, EventStream stream, CancellationToken cancellationToken)
    {
        var lines = docker.Containers.LogsAsync(id, options, cancellationToken).AsLinesAsync(LogLines.DefaultMaxLineBytes, cancellationToken);
        await foreach (var line in lines)
            await stream.SendAsync(new AppLogLine(id, line.Text), LogJson.Default.AppLogLine, id: null, cancellationToken);
    }
}
