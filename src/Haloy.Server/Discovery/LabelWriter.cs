using System.Globalization;
using Haloy.Contracts;
using Haloy.Core;
using Haloy.Server.Deployments;

namespace Haloy.Server.Discovery;

/// <summary>The labels of a deployment's containers: enough to rebuild every route from Docker alone.</summary>
internal static class LabelWriter
{
    public static Dictionary<string, string> Write(Deployment deployment, int replica, string? instance)
    {
        var target = deployment.Target;
        var labels = new Dictionary<string, string>
        {
            [Labels.AppName] = deployment.App,
            [Labels.DeploymentId] = deployment.Id,
            [Labels.Role] = Labels.RoleApp,
            [Labels.Replica] = replica.ToString(CultureInfo.InvariantCulture),
            [Labels.Port] = target.Port!,
            [Labels.HealthCheckPath] = target.HealthCheckPath!,
        };
        if (target.Protocol is not (null or BackendProtocol.Http1))
            labels[Labels.Protocol] = target.Protocol;
        if (target.MinReadySeconds > 0)
            labels[Labels.MinReadySeconds] = target.MinReadySeconds.Value.ToString(CultureInfo.InvariantCulture);
        if (target.Tls is { } tls)
            labels[Labels.Tls] = tls;
        if (instance is not null)
            labels[Labels.Instance] = instance;

        foreach (var (i, domain) in (target.Domains ?? []).Index())
        {
            labels[Labels.Domain(i)] = HostName.Normalize(domain.Domain!);
            foreach (var (j, alias) in (domain.Aliases ?? []).Index())
                labels[Labels.Alias(i, j)] = HostName.Normalize(alias);
        }

        RoutingLabels.Write(deployment, labels);
        return labels;
    }
}
