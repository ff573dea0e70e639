using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Haloy.Core;

namespace Haloy.Server.Api;

/// <summary>The shapes of answers (spec/server §3.1): JSON on success, plain text with a line end on failure.</summary>
internal static class Responses
{
    private const long JsonBodyLimit = 4 * 1024 * 1024;

    public static Task JsonAsync<T>(HttpContext context, T value, JsonTypeInfo<T> type, int status = 200)
    {
        context.Response.StatusCode = status;
        return context.Response.WriteAsJsonAsync(value, type, cancellationToken: context.RequestAborted);
    }

    public static Task ProblemAsync(HttpContext context, int status, string message)
    {
        context.Response.StatusCode = status;
        context.Response.ContentType = "text/plain; charset=utf-8";
        return context.Response.WriteAsync(message + "\n", context.RequestAborted);
    }

    public static Task ProblemAsync(HttpContext context, int status, Failure failure) => ProblemAsync(context, status, failure.ToString());

    /// <summary>The request's body, or null when a problem was answered. Unknown fields are ignored: a newer client may send them.</summary>
    public static async Task<T?> BodyAsync<T>(HttpContext context, JsonTypeInfo<T> type) where T : class
    {
        if (context.Features.Get<Microsoft.AspNetCore.Http.Features.IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } limit)
            limit.MaxRequestBodySize = JsonBodyLimit;
        try
        {
            if (await JsonSerializer.DeserializeAsync(context.Request.Body, type, context.RequestAborted) is { } body)
                return body;
            await ProblemAsync(context, 400, "the body is null");
        }
        catch (JsonException e)
        {
            await ProblemAsync(context, 400, $"the body is not valid JSON for this request: {e.Message}");
        }
        catch (BadHttpRequestException e)
        {
            await ProblemAsync(context, e.StatusCode, e.Message);
        }

        return null;
    }
}
