using Haloy.Proxy.Forwarding;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Http.Features;

namespace Haloy.Proxy.Hosting;

/// <summary>Kestrel wants the application before it binds; ours wants to know the port that was bound. The first request makes it.</summary>
internal sealed class LateApplication(Func<ProxyApplication> make) : IHttpApplication<Exchange>
{
    private readonly Lazy<ProxyApplication> _application = new(make);

    public Exchange CreateContext(IFeatureCollection contextFeatures) => _application.Value.CreateContext(contextFeatures);

    public void DisposeContext(Exchange context, Exception? exception) => _application.Value.DisposeContext(context, exception);

    public Task ProcessRequestAsync(Exchange context) => _application.Value.ProcessRequestAsync(context);
}
