using System.Text;
using Haloy.Proxy.Http1;

namespace Haloy.Proxy.Pages;

/// <summary>A small answer of our own (spec/server §6.6). It says what a visitor can know, nothing about what stands behind.</summary>
internal sealed class ErrorPage
{
    public static readonly ErrorPage NotFound = Html(404, "Not Found");
    public static readonly ErrorPage Misdirected = Html(421, "This connection is for another host");
    public static readonly ErrorPage NoBackends = Html(502, "No healthy backends available for this application");
    public static readonly ErrorPage Unavailable = Html(502, "Backend unavailable");
    public static readonly ErrorPage ApiUnavailable = Html(503, "Control plane unavailable");
    public static readonly ErrorPage Stopped = Html(503, "This application is stopped");
    public static readonly ErrorPage TimedOut = Html(504, "The application took too long to answer");
    public static readonly ErrorPage ChallengeNotFound = Text(404, "ACME challenge not found");

    private readonly byte[] _body;
    private readonly byte[] _contentType;
    private readonly byte[] _fields;

    private ErrorPage(int status, string contentType, string body)
    {
        Status = status;
        _body = Encoding.UTF8.GetBytes(body);
        _contentType = Encoding.ASCII.GetBytes(contentType);
        _fields = Encoding.ASCII.GetBytes($"Content-Type: {contentType}\r\nCache-Control: no-store\r\nContent-Length: {_body.Length}\r\n");
    }

    public int Status { get; }

    public ReadOnlySpan<byte> Body => _body;

    public ReadOnlySpan<byte> ContentType => _contentType;

    /// <summary>Its header fields but for those of the connection, each with its line end.</summary>
    public ReadOnlySpan<byte> Fields => _fields;

    /// <summary>The page that refuses a request.</summary>
    public static ErrorPage Of(BadRequestException problem) => Text(problem.Status, problem.Message);

    private static ErrorPage Text(int status, string message) => new(status, "text/plain; charset=utf-8", message + "\n");

    private static ErrorPage Html(int status, string message) => new(status, "text/html; charset=utf-8", $$"""
        <!doctype html>
        <html lang="en">
        <head>
        <meta charset="utf-8">
        <meta name="viewport" content="width=device-width, initial-scale=1">
        <title>{{status}} {{message}}</title>
        <style>
        body { margin: 0; min-height: 100vh; display: grid; place-content: center; text-align: center; font: 1rem/1.5 system-ui, sans-serif;
          color: #333; background: #fafafa; color-scheme: light dark }
        h1 { margin: 0; font-size: 3.5rem; font-weight: 600 }
        p { margin: 0 1rem }
        @media (prefers-color-scheme: dark) { body { color: #ddd; background: #1a1a1a } }
        </style>
        </head>
        <body>
        <h1>{{status}}</h1>
        <p>{{message}}</p>
        </body>
        </html>

        """);
}
