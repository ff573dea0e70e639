using System.Net;

namespace Haloy.Docker;

/// <summary>The engine answered, and the answer was no.</summary>
/// <param name="statusCode">HTTP status, or <see langword="null"/> when the error came inside a stream that had begun with success.</param>
/// <param name="engineMessage">What the engine said.</param>
/// <param name="request">What was asked: method and path, without query and body, which may hold secrets.</param>
public sealed class DockerApiException(HttpStatusCode? statusCode, string engineMessage, string request)
    : DockerException($"Docker refused {request}: {engineMessage}", null)
{
    /// <summary>HTTP status, or <see langword="null"/> when the error came inside a stream that had begun with success.</summary>
    public HttpStatusCode? StatusCode { get; } = statusCode;

    /// <summary>The engine's own words.</summary>
    public string EngineMessage { get; } = engineMessage;

    /// <summary>Method and path of the request, without query and body.</summary>
    public string Request { get; } = request;
}
