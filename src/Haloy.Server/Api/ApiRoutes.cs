using Haloy.Contracts.Api;

namespace Haloy.Server.Api;

/// <summary>The REST API's table of contents (spec/server §3.2).</summary>
internal static class ApiRoutes
{
    public static void Map(WebApplication app, ApiAuthentication authentication, ApiHandlers handlers)
    {
        app.Use(new FailureAnswers(app.Services.GetRequiredService<ILoggerFactory>().CreateLogger<FailureAnswers>()).HandleAsync);
        // Not a fallback endpoint: that would match known paths with another method too, which have to be answered with 405.
        app.Use((context, next) => context.GetEndpoint() is null ? Responses.ProblemAsync(context, 404, $"there is no {context.Request.Path} here") : next(context));
        app.MapMethods("/health", [HttpMethods.Get, HttpMethods.Head], (RequestDelegate)(context => Responses.JsonAsync(context, new HealthResponse("ok", "haloyd"), ApiJson.Default.HealthResponse)));

        Authenticated(HttpMethods.Get, "/v1/version", handlers.Version.GetAsync);
        Authenticated(HttpMethods.Post, "/v1/deploy", handlers.Deploy.PostAsync);
        Authenticated(HttpMethods.Get, "/v1/deploy/{deploymentId}/logs", handlers.Deploy.LogsAsync);
        Authenticated(HttpMethods.Get, "/v1/rollback/{app}", handlers.Rollback.TargetsAsync);
        Authenticated(HttpMethods.Post, "/v1/rollback", handlers.Rollback.PostAsync);
        Authenticated(HttpMethods.Get, "/v1/status/{app}", handlers.Status.GetAsync);
        Authenticated(HttpMethods.Post, "/v1/stop/{app}", handlers.Stop.PostAsync);
        Authenticated(HttpMethods.Get, "/v1/logs/{app}", handlers.Logs.GetAsync);
        Authenticated(HttpMethods.Get, "/v1/server-logs", handlers.ServerLogs.GetAsync);
        Authenticated(HttpMethods.Get, "/v1/metrics", handlers.Metrics.GetAsync);
        Authenticated(HttpMethods.Post, "/v1/images/upload", handlers.Images.UploadAsync);

        void Authenticated(string method, string pattern, Func<HttpContext, Task> handle) => app.MapMethods(pattern, method == HttpMethods.Get ? [method, HttpMethods.Head] : [method], (RequestDelegate)(async context =>
        {
            context.Response.Headers.XContentTypeOptions = "nosniff";
            context.Response.Headers.CacheControl = "no-store, no-cache, must-revalidate";
            if (await authentication.AdmitAsync(context))
                await handle(context);
        }));
    }
}

/// <summary>One handler a verb.</summary>
internal sealed record ApiHandlers(
    VersionHandler Version,
    DeployHandler Deploy,
    RollbackHandler Rollback,
    StatusHandler Status,
    StopHandler Stop,
    LogsHandler Logs,
    ServerLogsHandler ServerLogs,
    MetricsHandler Metrics,
    ImagesHandler Images);
