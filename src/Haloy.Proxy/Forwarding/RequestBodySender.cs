using System.Buffers;
using System.IO.Pipelines;
using System.Net.Sockets;
using Microsoft.AspNetCore.Http;

namespace Haloy.Proxy.Forwarding;

/// <summary>How sending a request body ended.</summary>
internal enum UploadEnd
{
    /// <summary>All of it was sent.</summary>
    Complete,

    /// <summary>The backend stopped taking it, which it may after an early response.</summary>
    BackendStopped,

    /// <summary>The client went away or sent something that is no body.</summary>
    ClientFailed,
}

/// <summary>Streams a request body to a backend while the response may already be coming.</summary>
internal static class RequestBodySender
{
    private const int ChunkBuffer = 16 * 1024;
    private const int SizeLine = 10;
    private const int LineEnd = 2;

    public static async Task<UploadEnd> SendAsync(Exchange exchange, BackendConnection connection)
    {
        exchange.BodyTouched = true;
        var reader = exchange.RequestBody.Reader;
        var isChunked = exchange.Request.Headers.ContentLength is null;
        try
        {
            while (true)
            {
                var result = await reader.ReadAsync(CancellationToken.None);
                if (result.IsCanceled)
                    return UploadEnd.BackendStopped;
                if (await SendAsync(connection, result.Buffer, isChunked) is false)
                    return UploadEnd.BackendStopped;
                reader.AdvanceTo(result.Buffer.End);
                if (result.IsCompleted)
                    return !isChunked || await TrySendAsync(connection, "0\r\n\r\n"u8.ToArray()) ? UploadEnd.Complete : UploadEnd.BackendStopped;
            }
        }
        catch (Exception e) when (e is IOException or BadHttpRequestException or OperationCanceledException or InvalidOperationException)
        {
            // The backend must not take the part it has for the whole.
            connection.Abort();
            return UploadEnd.ClientFailed;
        }
    }

    /// <summary>Ends an upload nobody needs any more and waits until it no longer touches the request.</summary>
    public static async Task StopAsync(Task<UploadEnd> upload, PipeReader reader, BackendConnection connection)
    {
        connection.Abort();
        reader.CancelPendingRead();
        await upload;
    }

    private static async ValueTask<bool> SendAsync(BackendConnection connection, ReadOnlySequence<byte> body, bool isChunked)
    {
        foreach (var segment in body)
        {
            if (!(isChunked ? await SendChunksAsync(connection, segment) : await TrySendAsync(connection, segment)))
                return false;
        }

        return true;
    }

    private static async ValueTask<bool> SendChunksAsync(BackendConnection connection, ReadOnlyMemory<byte> content)
    {
        var buffer = ArrayPool<byte>.Shared.Rent(ChunkBuffer);
        try
        {
            while (!content.IsEmpty)
            {
                var part = content[..Math.Min(content.Length, ChunkBuffer - SizeLine - LineEnd)];
                if (!await TrySendAsync(connection, buffer.AsMemory(0, WriteChunk(buffer, part.Span))))
                    return false;
                content = content[part.Length..];
            }

            return true;
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    private static int WriteChunk(Span<byte> buffer, ReadOnlySpan<byte> content)
    {
        content.Length.TryFormat(buffer, out var digits, "x");
        "\r\n"u8.CopyTo(buffer[digits..]);
        content.CopyTo(buffer[(digits + LineEnd)..]);
        "\r\n"u8.CopyTo(buffer[(digits + LineEnd + content.Length)..]);
        return digits + LineEnd + content.Length + LineEnd;
    }

    private static async ValueTask<bool> TrySendAsync(BackendConnection connection, ReadOnlyMemory<byte> bytes)
    {
        try
        {
            await connection.SendAsync(bytes);
            return true;
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException or OperationCanceledException)
        {
            return false;
        }
    }
}
