using System.Collections.Concurrent;
using System.Net;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json;
using Haloy.Contracts.Api;
using Haloy.Contracts.Logs;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Haloy.Cli.Tests.Support;

/// <summary>A real HTTP server that speaks the daemon's contract from a script.</summary>
internal sealed class FakeDaemon : IAsyncDisposable
{
    public const string Token = "the-secret-token";

    private readonly WebApplication _app;
    private readonly ConcurrentDictionary<string, RequestDelegate> _overrides = new(StringComparer.Ordinal);

    private FakeDaemon(WebApplication app) => _app = app;

    public Uri Address { get; private set; } = null!;

    public ConcurrentQueue<string> Requests { get; } = new();

    public ConcurrentQueue<DeployRequest> Deployments { get; } = new();

    public ConcurrentQueue<RollbackRequest> Rollbacks { get; } = new();

    public ConcurrentQueue<(string FileName, long Length)> Uploads { get; } = new();

    public ConcurrentQueue<string> RawBodies { get; } = new();

    public IReadOnlyList<string>? Capabilities { get; set; } =
        [Contracts.Api.Capabilities.ExtendedTarget, Contracts.Api.Capabilities.RepeatableRequests];

    public StatusResponse? Status { get; set; }

    public RollbackTargetsResponse RollbackTargets { get; set; } = new();

    /// <summary>The log of a deployment, by app.</summary>
    public Func<string, IReadOnlyList<LogEntry>> LogOf { get; set; } = Entries.Success;

    /// <summary>Ends the first log stream after that many entries.</summary>
    public int? BreakAfter { get; set; }

    /// <summary>Leaves out the <c>id:</c> lines, as the original does.</summary>
    public bool WithoutIds { get; set; }

    /// <summary>Keeps log streams open after their entries.</summary>
    public bool Hang { get; set; }

    public ConcurrentQueue<string?> LastEventIds { get; } = new();

    public string ServerName => $"127.0.0.1:{Address.Port}";

    public static async Task<FakeDaemon> StartAsync(X509Certificate2? certificate = null, string ip = "127.0.0.1")
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Parse(ip), 0, listen =>
        {
            if (certificate is not null)
                listen.UseHttps(certificate);
        }));
        builder.WebHost.UseKestrelHttpsConfiguration();
        var app = builder.Build();
        var daemon = new FakeDaemon(app);
        app.Run(daemon.HandleAsync);
        await app.StartAsync();
        daemon.Address = new Uri(app.Urls.Single());
        return daemon;
    }

    /// <summary>Answers <paramref name="request"/>, such as <c>POST /v1/deploy</c>, in another way.</summary>
    public void On(string request, RequestDelegate answer) => _overrides[request] = answer;

    public void On(string request, int status, string body) => On(request, async context =>
    {
        context.Response.StatusCode = status;
        await context.Response.WriteAsync(body + "\n");
    });

    /// <summary>Answers it as usual again.</summary>
    public void Forget(string request) => _overrides.TryRemove(request, out _);

    /// <summary>What <c>POST /v1/deploy</c> does when nothing else is said.</summary>
    public Task TakeDeploymentAsync(HttpContext context) => TakeAsync(context, Deployments, ApiJson.Default.DeployRequest);

    public async ValueTask DisposeAsync()
    {
        // Streams that hang on purpose are not waited for.
        using var now = new CancellationTokenSource(TimeSpan.Zero);
        await _app.StopAsync(now.Token);
        await _app.DisposeAsync();
    }

    private async Task HandleAsync(HttpContext context)
    {
        var key = $"{context.Request.Method} {context.Request.Path}";
        Requests.Enqueue(key + context.Request.QueryString);
        if (context.Request.Headers.Authorization != $"Bearer {Token}")
            await RefuseAsync(context, 401, "invalid token");
        else if (_overrides.TryGetValue(key, out var answer))
            await answer(context);
        else
            await AnswerAsync(context, key);
    }

    private Task AnswerAsync(HttpContext context, string key) => key switch
    {
        "GET /v1/version" => WriteAsync(context, new VersionResponse { Haloyd = "0.1.0", Capabilities = Capabilities }, ApiJson.Default.VersionResponse),
        "POST /v1/deploy" => TakeAsync(context, Deployments, ApiJson.Default.DeployRequest),
        "POST /v1/rollback" => TakeAsync(context, Rollbacks, ApiJson.Default.RollbackRequest),
        "POST /v1/images/upload" => UploadAsync(context),
        _ when key.StartsWith("GET /v1/deploy/", StringComparison.Ordinal) => StreamAsync(context),
        _ when key.StartsWith("GET /v1/status/", StringComparison.Ordinal) && Status is not null => WriteAsync(context, Status, ApiJson.Default.StatusResponse),
        _ when key.StartsWith("GET /v1/rollback/", StringComparison.Ordinal) => WriteAsync(context, RollbackTargets, ApiJson.Default.RollbackTargetsResponse),
        _ when key.StartsWith("POST /v1/stop/", StringComparison.Ordinal) => RefuseAsync(context, 202, ""),
        _ => RefuseAsync(context, 404, "not found"),
    };

    private async Task TakeAsync<T>(HttpContext context, ConcurrentQueue<T> queue, System.Text.Json.Serialization.Metadata.JsonTypeInfo<T> type)
    {
        using var reader = new StreamReader(context.Request.Body);
        var body = await reader.ReadToEndAsync();
        RawBodies.Enqueue(body);
        queue.Enqueue(JsonSerializer.Deserialize(body, type)!);
        context.Response.StatusCode = 202;
    }

    private async Task UploadAsync(HttpContext context)
    {
        var form = await context.Request.ReadFormAsync();
        var file = form.Files.GetFile("image")!;
        Uploads.Enqueue((file.FileName, file.Length));
        context.Response.StatusCode = 202;
    }

    private async Task StreamAsync(HttpContext context)
    {
        var id = context.Request.Path.Value!.Split('/')[3];
        string? last = context.Request.Headers["Last-Event-ID"];
        LastEventIds.Enqueue(last);
        var app = Deployments.FirstOrDefault(d => d.DeploymentId == id)?.TargetConfig?.Name
            ?? Rollbacks.First(r => r.NewDeploymentId == id).NewTargetConfig!.Name!;
        var entries = LogOf(app);
        context.Response.ContentType = "text/event-stream";
        await context.Response.WriteAsync(": keepalive\n\n");
        for (var i = last is null ? 0 : int.Parse(last); i < entries.Count; i++)
        {
            if (BreakAfter == i)
            {
                // Ended, not aborted: a reset could swallow entries that were sent already.
                BreakAfter = null;
                return;
            }

            var number = WithoutIds ? "" : $"id: {i + 1}\n";
            await context.Response.WriteAsync($"{number}data: {JsonSerializer.Serialize(entries[i], LogJson.Default.LogEntry)}\n\n");
            await context.Response.Body.FlushAsync();
        }

        if (Hang)
            await Task.Delay(Timeout.Infinite, context.RequestAborted);
    }

    private static async Task RefuseAsync(HttpContext context, int status, string body)
    {
        context.Response.StatusCode = status;
        await context.Response.WriteAsync(body);
    }

    private static Task WriteAsync<T>(HttpContext context, T value, System.Text.Json.Serialization.Metadata.JsonTypeInfo<T> type) =>
        context.Response.WriteAsJsonAsync(value, type);
}
