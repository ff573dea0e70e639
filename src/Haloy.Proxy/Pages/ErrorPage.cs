using System.Text;
using Haloy.Proxy.Forwarding;
using Microsoft.AspNetCore.Http;

namespace Haloy.Proxy.Pages;

/// <summary>A small answer of our own (spec/server §6.6). It says what a visitor can know, nothing about what stands behind.</summary>
internal sealed class ErrorPage
{
    public static readonly ErrorPage NotFound = Html(404, "Not Found");
    public static readonly ErrorPage NoBackends = Html(502, "No healthy backends available for this application");
    public static readonly ErrorPage Unavailable = Html(502, "Backend unavailable");
    public static readonly ErrorPage ApiUnavailable = Html(503, "Control plane unavailable");
    public static readonly ErrorPage Stopped = Html(503, "This application is stopped");
    public static readonly ErrorPage TimedOut = Html(504, "The application took too long to answer");
    public static readonly ErrorPage ChallengeNotFound = new(404, "text/plain; charset=utf-8", "ACME challenge not found\n");
    public static readonly ErrorPage Ambiguous = new(400, "text/plain; charset=utf-8", "The length of the request is ambiguous\n");
    public static readonly ErrorPage Malformed = new(400, "text/plain; charset=utf-8", "The request has characters that are not allowed\n");
    public static readonly ErrorPage ConnectRefused = new(405, "text/plain; charset=utf-8", "CONNECT is not supported\n");

    private readonly string _contentType;
    private readonly byte[] _body;

    private ErrorPage(int status, string contentType, string body)
    {
        Status = status;
        _contentType = contentType;
        _body = Encoding.UTF8.GetBytes(body);
    }

    public int Status { get; }

    public async ValueTask WriteAsync(Exchange exchange)
    {
        exchange.Response.StatusCode = Status;
        var headers = exchange.Response.Headers;
        headers.ContentType = _contentType;
        headers.CacheControl = "no-store";
        headers.ContentLength = _body.Length;
        if (!exchange.IsHead)
            await exchange.ResponseBody.Writer.WriteAsync(_body, CancellationToken.None);
    }

    /// <summary>Answers and ends the connection: what follows on it cannot be trusted.</summary>
    public Task RefuseAsync(Exchange exchange)
    {
        if (HttpProtocol.IsHttp11(exchange.Request.Protocol) || HttpProtocol.IsHttp10(exchange.Request.Protocol))
            exchange.Response.Headers.Connection = "close";
        return WriteAsync(exchange).AsTask();
    }

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
