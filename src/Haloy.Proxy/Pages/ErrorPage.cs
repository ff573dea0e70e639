using System.Globalization;
using System.Text;
using Haloy.Proxy.Forwarding;
using Haloy.Proxy.Http1;

namespace Haloy.Proxy.Pages;

/// <summary>A small answer of our own (spec/server §6.6). It says what a visitor can know, nothing about what stands behind.</summary>
internal sealed class ErrorPage
{
    public static readonly ErrorPage NotFound = InAllForms(404, "Not Found");
    public static readonly ErrorPage Unauthorized = InAllForms(401, "A user name and password are needed here");
    public static readonly ErrorPage Forbidden = InAllForms(403, "This address may not visit");
    public static readonly ErrorPage TooLarge = InAllForms(413, "The request is larger than allowed here");
    public static readonly ErrorPage Misdirected = InAllForms(421, "This connection is for another host");
    public static readonly ErrorPage NoUpgrade = InAllForms(501, "This application does not switch protocols");
    public static readonly ErrorPage NoBackends = InAllForms(502, "No healthy backends available for this application");
    public static readonly ErrorPage Unavailable = InAllForms(502, "Backend unavailable");
    public static readonly ErrorPage ApiUnavailable = InAllForms(503, "Control plane unavailable");
    public static readonly ErrorPage Busy = InAllForms(503, "Too many are trying to get in; try again in a moment");
    public static readonly ErrorPage Maintenance = InAllForms(503, "Down for maintenance; back in a moment");
    public static readonly ErrorPage Stopped = InAllForms(503, "This application is stopped");
    public static readonly ErrorPage Updating = InAllForms(503, "This application is being updated; try again in a moment", retryAfter: 5);
    public static readonly ErrorPage NotConfigured = InAllForms(503, "This server is not configured yet; try again in a moment", retryAfter: 5);
    public static readonly ErrorPage TimedOut = InAllForms(504, "The application took too long to answer");
    public static readonly ErrorPage ChallengeNotFound = Text(404, "ACME challenge not found");

    private const string HtmlType = "text/html; charset=utf-8";

    private readonly byte[] _body;
    private readonly int? _retryAfter;
    private ErrorPage? _json;
    private ErrorPage? _text;

    private ErrorPage(int status, string message, string contentType, byte[] body, int? retryAfter = null)
    {
        (Status, Message, _body, _retryAfter) = (status, message, body, retryAfter);
        var fields = new Dictionary<string, string>
        {
            ["Content-Type"] = contentType,
            ["Cache-Control"] = "no-store",
            ["Content-Length"] = _body.Length.ToString(CultureInfo.InvariantCulture),
        };
        if (status == 401)
            fields["WWW-Authenticate"] = "Basic realm=\"Restricted\", charset=\"UTF-8\"";
        if (retryAfter is { } seconds)
            fields["Retry-After"] = seconds.ToString(CultureInfo.InvariantCulture);
        Fields = new ResponseFields(fields);
    }

    public int Status { get; }

    /// <summary>What it says.</summary>
    public string Message { get; }

    public ReadOnlySpan<byte> Body => _body;

    /// <summary>Its header fields but for those of the connection.</summary>
    public ResponseFields Fields { get; }

    /// <summary>Content that is as it is, whoever asks for it.</summary>
    public static ErrorPage Content(string contentType, string text) => new(200, "", contentType, Encoding.UTF8.GetBytes(text));

    /// <summary>The page that refuses a request.</summary>
    public static ErrorPage Of(BadRequestException problem) => problem.Status == TooLarge.Status ? TooLarge : Text(problem.Status, problem.Message);

    /// <summary>The page in the form that an Accept field asks for.</summary>
    public ErrorPage For(ReadOnlySpan<byte> accept) => _json is null ? this : AcceptedForm.Of(accept) switch
    {
        PageForm.Json => _json,
        PageForm.Text => _text!,
        _ => this,
    };

    /// <summary>The same with other HTML; its further forms stay as they are.</summary>
    public ErrorPage With(byte[] html) => new(Status, Message, HtmlType, html, _retryAfter) { _json = _json, _text = _text };

    private static ErrorPage InAllForms(int status, string message, int? retryAfter = null)
    {
        var page = Html(status, message, retryAfter);
        (page._json, page._text) = (Json(status, message, retryAfter), Text(status, message, retryAfter));
        return page;
    }

    private static ErrorPage Json(int status, string message, int? retryAfter) =>
        new(status, message, "application/json", Encoding.UTF8.GetBytes($$"""{"status":{{status}},"error":"{{message}}"}""" + "\n"), retryAfter);

    private static ErrorPage Text(int status, string message, int? retryAfter = null) =>
        new(status, message, "text/plain; charset=utf-8", Encoding.UTF8.GetBytes(message + "\n"), retryAfter);

    private static ErrorPage Html(int status, string message, int? retryAfter) => new(status, message, HtmlType, Encoding.UTF8.GetBytes($$"""
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

        """), retryAfter);
}
