using System.Buffers;
using Haloy.Proxy.Hosting;
using Haloy.Proxy.Http1;

namespace Haloy.Proxy.Forwarding;

/// <summary>Writes the request head a backend gets. The same head serves every attempt.</summary>
internal static class RequestHeadWriter
{
    private const int OwnFields = 256;
    private const int LongestId = 128;

    // What ids are made of anywhere (RFC 6750 §2.1's b64token): nothing that is more than text in a log, a shell or a page.
    private static readonly SearchValues<byte> IdBytes = SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789._~+/=-"u8);

    /// <summary>Room that <see cref="Write"/> needs at most.</summary>
    public static int MaxLength(RequestHead request, ReadOnlySpan<byte> bytes, Origin origin) =>
        bytes[request.Method].Length + bytes[request.Target].Length + request.Length + (2 * bytes[request.Host].Length) + bytes[request.Upgrade].Length
        // Lines that are written anew get a blank behind their colon.
        + request.Fields.Length + origin.ForwardedFor.Length + origin.ForwardedHost.Length + OwnFields;

    /// <returns>Bytes written.</returns>
    public static int Write(RequestHead request, ReadOnlySpan<byte> bytes, Origin origin, bool upgrade, Span<byte> destination)
    {
        var writer = new ByteWriter(destination);
        var host = bytes[request.Host];
        var target = bytes[request.Target];
        writer.Write(bytes[request.Method]);
        writer.Write(" "u8);
        if (target.IsEmpty || target[0] is not ((byte)'/' or (byte)'*'))
            writer.Write("/"u8);
        writer.Write(target);
        writer.Write(" HTTP/1.1\r\n"u8);
        writer.WriteField("Host: "u8, host);
        FieldRelay.Copy(request.Fields, bytes, request.Length, request.NamesFields, ref writer);
        writer.WriteField("X-Forwarded-For: "u8, origin.ForwardedFor);
        writer.WriteField("X-Forwarded-Host: "u8, origin.ForwardedHost.IsEmpty ? host : origin.ForwardedHost);
        writer.Write(origin.IsHttps ? "X-Forwarded-Proto: https\r\n"u8 : "X-Forwarded-Proto: http\r\n"u8);
        WriteId(IdOf(request, bytes), ref writer);
        if (request.TakesTrailers)
            writer.Write("TE: trailers\r\n"u8);
        if (request.HasBody)
            WriteAnnouncements(request, bytes, ref writer);
        if (upgrade)
            writer.WriteField("Connection: Upgrade\r\nUpgrade: "u8, bytes[request.Upgrade]);
        WriteFraming(request, ref writer);
        writer.Write("\r\n"u8);
        return writer.Length;
    }

    // Of trailers that come behind the body.
    private static void WriteAnnouncements(RequestHead request, ReadOnlySpan<byte> bytes, ref ByteWriter writer)
    {
        foreach (var field in request.Fields)
        {
            if (field.Role == FieldRole.Trailer && TrailerRules.MayBeAnnounced(field.Value(bytes), ofRequest: true))
                writer.WriteField("Trailer: "u8, field.Value(bytes));
        }
    }

    // The first one that it has; empty when that is no id.
    private static ReadOnlySpan<byte> IdOf(RequestHead request, ReadOnlySpan<byte> bytes)
    {
        foreach (var field in request.Fields)
        {
            if (field.Role == FieldRole.RequestId)
                return field.Value(bytes) is { Length: <= LongestId } id && !id.ContainsAnyExcept(IdBytes) ? id : default;
        }

        return default;
    }

    // By it the logs of an app and of whoever stands before us can be laid side by side. Nothing rests on its being hard to guess.
    private static void WriteId(ReadOnlySpan<byte> given, ref ByteWriter writer)
    {
        Span<byte> id = stackalloc byte[32];
        if (given.IsEmpty)
        {
            ((ulong)Random.Shared.NextInt64(long.MinValue, long.MaxValue)).TryFormat(id, out _, "x16");
            ((ulong)Random.Shared.NextInt64(long.MinValue, long.MaxValue)).TryFormat(id[16..], out _, "x16");
        }

        writer.WriteField("X-Request-Id: "u8, given.IsEmpty ? id : given);
    }

    private static void WriteFraming(RequestHead request, ref ByteWriter writer)
    {
        if (request.ExpectsContinue && request.HasBody)
            writer.Write("Expect: 100-continue\r\n"u8);
        if (request.IsChunked)
        {
            writer.Write("Transfer-Encoding: chunked\r\n"u8);
        }
        else if (request.ContentLength is { } length)
        {
            writer.Write("Content-Length: "u8);
            writer.Write(length);
            writer.Write("\r\n"u8);
        }
    }
}
