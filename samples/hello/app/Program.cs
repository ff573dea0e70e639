using Hello;
using Microsoft.AspNetCore.Hosting;

var settings = AppSettings.FromEnvironment();
if (settings.CrashOnStart)
{
    Console.Error.WriteLine("hello: CRASH_ON_START is set, so this version refuses to start");
    return 3;
}

var builder = WebApplication.CreateSlimBuilder(args);
builder.Logging.ClearProviders();
builder.WebHost.ConfigureKestrel(kestrel =>
{
    kestrel.AddServerHeader = false;
    kestrel.Limits.MaxRequestBodySize = null;
    kestrel.ListenAnyIP(settings.Port);
});
builder.Services.ConfigureHttpJsonOptions(json => json.SerializerOptions.TypeInfoResolverChain.Insert(0, HelloJson.Default));
builder.Services.AddSingleton(settings);
builder.Services.AddSingleton(new Health(healthy: !settings.Unhealthy));
builder.Services.AddSingleton<Page>();

await using var app = builder.Build();
app.UseWebSockets();
app.Use((context, next) =>
{
    context.Response.Headers["X-Hello-Version"] = settings.Version;
    context.Response.Headers["X-Hello-Replica"] = settings.Replica;
    return next(context);
});
app.MapInfo();
app.MapTroubles();
app.MapStreams();

app.Lifetime.ApplicationStarted.Register(() =>
    Console.WriteLine($"hello: version {settings.Version}, replica {settings.Replica}, listens on port {settings.Port}"));
app.Lifetime.ApplicationStopping.Register(() => Console.WriteLine("hello: told to stop, finishing open requests"));
await app.RunAsync();
return 0;
