namespace Haloy.Contracts.ProxyControl;

/// <summary>
/// Ours: a line of the access log, and of <c>GET /v1/access-log</c> on the control socket. A line with <see cref="Lost"/> stands for that many that are
/// missing and has nothing else; one without method, host and path is about something that is no request.
/// </summary>
public sealed record AccessLogLine
{
    /// <summary>When the request had come.</summary>
    public DateTimeOffset Time { get; init; }

    /// <summary>Its method.</summary>
    public string Method { get; init; } = "";

    /// <summary>Its host, as sent.</summary>
    public string Host { get; init; } = "";

    /// <summary>Its path, as sent; never the query, in which secrets are found.</summary>
    public string Path { get; init; } = "";

    /// <summary>Status of the answer; 0 when there was none. 400 for a malformed request, also where HTTP/2 says that by a reset.</summary>
    public int Status { get; init; }

    /// <summary>Milliseconds from the request's head to the end of the answer, or of the tunnel.</summary>
    public double DurationMs { get; init; }

    /// <summary>The visitor.</summary>
    public string RemoteAddr { get; init; } = "";

    /// <summary>User-Agent, cut after 256 bytes.</summary>
    public string? UserAgent { get; init; }

    /// <summary>Bytes of the answer's body, or through the tunnel, to the client.</summary>
    public long Bytes { get; init; }

    /// <summary>X-Request-Id, as the app got it; absent where no app was asked.</summary>
    public string? RequestId { get; init; }

    /// <summary>The deployment that was asked; absent where none was.</summary>
    public string? Deployment { get; init; }

    /// <summary><c>HTTP/1.0</c>, <c>HTTP/1.1</c> or <c>HTTP/2</c>.</summary>
    public string Protocol { get; init; } = "";

    /// <summary>How the answer ended when it is not complete: <c>cut</c> or <c>abandoned</c>, as in <see cref="TrafficCounters"/>.</summary>
    public string? Ended { get; init; }

    /// <summary>Lines that are missing here.</summary>
    public long? Lost { get; init; }
}
