using Haloy.Server.Certificates;
using Haloy.Server.Deployments;
using Haloy.Server.Metrics;
using Haloy.Server.ProxySync;

namespace Haloy.Server.Api;

/// <summary><c>GET /v1/metrics</c>, for Prometheus.</summary>
internal sealed class MetricsHandler(Reconciler reconciler, CertificateExpiries certificates, ProxyMetrics proxy)
{
    public async Task GetAsync(HttpContext context)
    {
        var text = new MetricsText();
        var world = reconciler.World;
        DaemonMetrics.Write(text, world, certificates.Read());
        await proxy.WriteAsync(text, DaemonMetrics.AppsByDeployment(world).GetValueOrDefault, context.RequestAborted);
        context.Response.ContentType = MetricsText.ContentType;
        await context.Response.WriteAsync(text.ToString(), context.RequestAborted);
    }
}
