using System.Net;
using Haloy.Server.Api;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;

namespace Haloy.Server.Hosting;

/// <summary>The web server of the REST API: Kestrel and routing, nothing else of the framework.</summary>
internal static class ApiServer
{
    private static readonly TimeSpan HeaderTimeout = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan IdleTimeout = TimeSpan.FromSeconds(60);

    public static WebApplication Build(DaemonOptions options, ILoggerFactory loggers, ApiAuthentication authentication, ApiHandlers handlers)
    {
        var builder = WebApplication.CreateEmptyBuilder(new());
        builder.Services.AddSingleton(loggers);
        builder.Services.AddRoutingCore();
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.RequestHeadersTimeout = HeaderTimeout;
            kestrel.Limits.KeepAliveTimeout = IdleTimeout;
            // An upload over a slow line is slow, not hostile: the token was checked before the body is read.
            kestrel.Limits.MinRequestBodyDataRate = null;
            kestrel.Listen(options.ApiListen);
        });

        var app = builder.Build();
        app.UseRouting();
        ApiRoutes.Map(app, authentication, handlers);
        return app;
    }

    /// <summary>Listens, and returns the actual address.</summary>
    public static async Task<IPEndPoint> StartAsync(WebApplication app, DaemonOptions options, CancellationToken cancellationToken)
    {
        var asked = options.ApiListen;
        try
        {
            await app.StartAsync(cancellationToken);
        }
        catch (IOException e)
        {
            throw new StartupException(
                $"The API cannot listen on {asked}: {(e.InnerException is AddressInUseException ? "the address is already in use" : e.InnerException?.Message ?? e.Message)}.",
                $"Another haloyd may be running; stop it, or choose another address with {options.Flags.Api}.");
        }

        var address = app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First();
        return new(asked.Address, new Uri(address).Port);
    }
}
