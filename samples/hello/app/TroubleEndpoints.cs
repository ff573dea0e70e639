using System.Runtime.InteropServices;

namespace Hello;

/// <summary>The ways in which an app can give trouble, on request.</summary>
internal static partial class TroubleEndpoints
{
    public static void MapTroubles(this WebApplication app)
    {
        app.MapGet("/health", (Health health) => health.Healthy
            ? TypedResults.Text("ok\n")
            : TypedResults.Text("unhealthy: told to be\n", statusCode: StatusCodes.Status503ServiceUnavailable));

        app.MapPost("/admin/health", (bool healthy, Health health) =>
        {
            health.Healthy = healthy;
            return TypedResults.Text(healthy ? "healthy from now on\n" : "unhealthy from now on\n");
        });

        app.MapGet("/slow", async (int? ms, CancellationToken cancellationToken) =>
        {
            await Task.Delay(ms ?? 1000, cancellationToken);
            return TypedResults.Text($"slow: {ms ?? 1000} ms\n");
        });

        app.MapPost("/crash", void () =>
        {
            Console.Error.WriteLine("hello: /crash was called");
            ExitNow(3);
        });
    }

    // Environment.Exit would run the orderly shutdown first, and a signal from inside does not end process 1 of a container.
    [LibraryImport("libc", EntryPoint = "_exit")]
    private static partial void ExitNow(int code);
}
