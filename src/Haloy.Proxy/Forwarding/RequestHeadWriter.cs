using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Primitives;

namespace Haloy.Proxy.Forwarding;

/// <summary>Writes the request head a backend gets. The same head serves every attempt.</summary>
internal static class RequestHeadWriter
{
    /// <returns>
    /// <see langword="false"/> when a field cannot be written so that it stays one field: HTTP/2 lets names and values hold bytes
    /// that HTTP/1.1 would take for the end of a line (RFC 9113 §8.2.1, §10.3).
    /// </returns>
    public static bool TryWrite(Exchange exchange, HeadBuffer head)
    {
        var headers = exchange.Request.Headers;
        head.Write(exchange.Request.Method);
        head.Write(" "u8);
        head.Write(exchange.Target);
        head.Write(" HTTP/1.1\r\n"u8);
        head.WriteField("Host: "u8, exchange.Host);

        var connection = headers.Connection;
        var named = RequestFieldRules.NamesFields(connection);
        foreach (var (name, values) in headers)
        {
            if (RequestFieldRules.IsDropped(name) || (named && RequestFieldRules.Contains(connection, name)))
                continue;
            if (!FieldSyntax.IsToken(name) || !TryWriteValues(head, name, values))
                return false;
        }

        WriteOwn(head, exchange, headers);
        head.Write("\r\n"u8);
        return true;
    }

    private static bool TryWriteValues(HeadBuffer head, string name, StringValues values)
    {
        // HTTP/2 may split cookies into several fields, HTTP/1.1 may not (RFC 9113 §8.2.3).
        if (values.Count > 1 && name.Equals("Cookie", StringComparison.OrdinalIgnoreCase))
            values = string.Join("; ", values.ToArray());

        for (var i = 0; i < values.Count; i++)
        {
            var value = values[i] ?? "";
            if (!FieldSyntax.IsValue(value))
                return false;
            head.WriteField(name, value);
        }

        return true;
    }

    private static void WriteOwn(HeadBuffer head, Exchange exchange, IHeaderDictionary headers)
    {
        head.WriteField("X-Forwarded-For: "u8, exchange.PeerText);
        head.WriteField("X-Forwarded-Host: "u8, exchange.Host);
        head.WriteField("X-Forwarded-Proto: "u8, exchange.IsHttps ? "https" : "http");
        if (headers.TE.Count > 0 && RequestFieldRules.Contains(headers.TE, "trailers"))
            head.Write("Te: trailers\r\n"u8);
        if (exchange.WantsUpgrade)
            head.WriteField("Connection: Upgrade\r\nUpgrade: "u8, headers.Upgrade.ToString());

        // A length without a body would make the backend take the next request for the body.
        if (headers.ContentLength is { } length && (exchange.HasBody || (length == 0 && !exchange.WantsUpgrade)))
        {
            head.Write("Content-Length: "u8);
            head.Write(length);
            head.Write("\r\n"u8);
        }
        else if (exchange.HasBody)
        {
            head.Write("Transfer-Encoding: chunked\r\n"u8);
        }
    }
}
