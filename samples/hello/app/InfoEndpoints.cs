using System.Security.Cryptography;

namespace Hello;

/// <summary>The page, the same as JSON, and counting of what is sent to us.</summary>
internal static class InfoEndpoints
{
    public static void MapInfo(this WebApplication app)
    {
        app.MapGet("/", (HttpRequest request, AppSettings settings, Page page) =>
            TypedResults.Content(page.Show(Info.Of(request, settings)), "text/html; charset=utf-8"));
        app.MapGet("/api/info", (HttpRequest request, AppSettings settings) => TypedResults.Json(Info.Of(request, settings), HelloJson.Default.Info));
        app.MapPost("/upload", async (HttpRequest request, CancellationToken cancellationToken) =>
            TypedResults.Json(await CountAsync(request.Body, cancellationToken), HelloJson.Default.Received));
    }

    private static async Task<Received> CountAsync(Stream body, CancellationToken cancellationToken)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var buffer = new byte[64 * 1024];
        long bytes = 0;
        while (await body.ReadAsync(buffer, cancellationToken) is > 0 and var read)
        {
            hash.AppendData(buffer.AsSpan(0, read));
            bytes += read;
        }

        return new Received(bytes, Convert.ToHexStringLower(hash.GetHashAndReset()));
    }
}
