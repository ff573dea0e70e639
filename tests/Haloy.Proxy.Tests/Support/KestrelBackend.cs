using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Logging;

namespace Haloy.Proxy.Tests.Support;

/// <summary>A well-behaved backend: a real web server in this process.</summary>
internal sealed class KestrelBackend : IAsyncDisposable
{
    private readonly WebApplication _application;

    private KestrelBackend(WebApplication application) => _application = application;

    public IPEndPoint EndPoint => IPEndPoint.Parse(new Uri(_application.Urls.First()).Authority);

    public static async Task<KestrelBackend> StartAsync(RequestDelegate handler, Action<KestrelServerOptions>? configure = null)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0").ConfigureKestrel(configure ?? (static _ => { }));
        var application = builder.Build();
        application.UseWebSockets();
        application.Run(handler);
        await application.StartAsync(TestContext.Current.CancellationToken);
        return new KestrelBackend(application);
    }

    /// <summary>A backend that speaks HTTP/2 without being asked, and nothing else.</summary>
    public static Task<KestrelBackend> H2cAsync(RequestDelegate handler, Action<KestrelServerOptions>? configure = null) => StartAsync(handler, options =>
    {
        options.ConfigureEndpointDefaults(e => e.Protocols = HttpProtocols.Http2);
        options.Limits.MinRequestBodyDataRate = options.Limits.MinResponseDataRate = null;
        options.Limits.MaxRequestBodySize = null;
        configure?.Invoke(options);
    });

    /// <summary>A backend that says its name.</summary>
    public static Task<KestrelBackend> NamedAsync(string name) => StartAsync(context => context.Response.WriteAsync(name));

    public async ValueTask DisposeAsync() => await _application.DisposeAsync();
}
