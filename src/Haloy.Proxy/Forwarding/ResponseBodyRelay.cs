using System.IO.Pipelines;

namespace Haloy.Proxy.Forwarding;

/// <summary>How relaying a response body ended.</summary>
internal enum RelayEnd
{
    /// <summary>The whole body is in the client's writer.</summary>
    Complete,

    /// <summary>The backend stopped before the end.</summary>
    Truncated,

    /// <summary>The client no longer reads.</summary>
    ClientGone,
}

/// <summary>
/// Copies a response body from the backend into the client's writer. Before each wait for the backend, what there is goes out, so that
/// a stream of events is never held back; a body that came with its head is left for Kestrel to send along with it.
/// </summary>
internal static class ResponseBodyRelay
{
    private const int DirectThreshold = 16 * 1024;
    private const int DirectBlock = 32 * 1024;
    private const int FramingLimit = 64 * 1024;

    /// <param name="connection">Where it comes from, its head consumed.</param>
    /// <param name="framing">How its end is told.</param>
    /// <param name="length">Its length, when framed by that.</param>
    /// <param name="writer">Where it goes.</param>
    /// <param name="cut">Ends the exchange with a client that has stopped reading.</param>
    public static ValueTask<RelayEnd> RelayAsync(BackendConnection connection, BodyFraming framing, long length, PipeWriter writer, Action cut) => framing switch
    {
        BodyFraming.None => ValueTask.FromResult(RelayEnd.Complete),
        BodyFraming.Length => RelayLengthAsync(connection, length, writer, cut),
        BodyFraming.Chunked => RelayChunksAsync(connection, writer, cut),
        _ => RelayUntilCloseAsync(connection, writer, cut),
    };

    private static async ValueTask<RelayEnd> RelayLengthAsync(BackendConnection connection, long remaining, PipeWriter writer, Action cut)
    {
        remaining -= Take(connection, remaining, writer);
        if (remaining == 0)
            return RelayEnd.Complete;

        while (remaining > 0)
        {
            int received;
            if (remaining >= DirectThreshold)
            {
                if (!await FlushAsync(connection, writer, cut))
                    return RelayEnd.ClientGone;
                received = await ReceiveDirectAsync(connection, remaining, writer);
                remaining -= Math.Max(received, 0);
            }
            else
            {
                received = await FillAsync(connection, writer, cut);
                remaining -= Take(connection, remaining, writer);
            }

            if (received <= 0)
                return received == 0 ? RelayEnd.Truncated : RelayEnd.ClientGone;
        }

        // Once the head has gone out, Kestrel does not send the rest of a body of known length by itself.
        return await FlushAsync(connection, writer, cut) ? RelayEnd.Complete : RelayEnd.ClientGone;
    }

    private static async ValueTask<RelayEnd> RelayChunksAsync(BackendConnection connection, PipeWriter writer, Action cut)
    {
        var decoder = new ChunkDecoder();
        while (true)
        {
            while (!connection.Unread.IsEmpty && !decoder.IsDone)
            {
                connection.Consume(decoder.Skip(connection.Unread));
                if (decoder.Remaining > 0)
                    decoder.Take(Take(connection, decoder.Remaining, writer));
            }

            if (decoder.IsDone)
                return RelayEnd.Complete;

            var received = await FillAsync(connection, writer, cut);
            if (received <= 0)
                return received == 0 ? RelayEnd.Truncated : RelayEnd.ClientGone;
        }
    }

    private static async ValueTask<RelayEnd> RelayUntilCloseAsync(BackendConnection connection, PipeWriter writer, Action cut)
    {
        while (true)
        {
            Take(connection, long.MaxValue, writer);
            var received = await FillAsync(connection, writer, cut);
            if (received <= 0)
                return received == 0 ? RelayEnd.Complete : RelayEnd.ClientGone;
        }
    }

    private static int Take(BackendConnection connection, long limit, PipeWriter writer)
    {
        var count = (int)Math.Min(limit, connection.Unread.Length);
        if (count > 0)
        {
            // For a client that is gone Kestrel has no room any more; the next flush tells so.
            var room = writer.GetSpan(count);
            if (room.Length >= count)
            {
                connection.Unread[..count].CopyTo(room);
                writer.Advance(count);
            }
        }

        connection.Consume(count);
        return count;
    }

    /// <summary>Receives into the connection's buffer; when that has to wait, sends on first what is written.</summary>
    /// <returns>Bytes received, 0 at the end of the stream, -1 when the client is gone.</returns>
    private static async ValueTask<int> FillAsync(BackendConnection connection, PipeWriter writer, Action cut)
    {
        var fill = connection.FillAsync(FramingLimit);
        if (fill.IsCompleted)
            return await fill;

        if (await FlushAsync(connection, writer, cut))
            return await fill;

        connection.Abort();
        try
        {
            await fill;
        }
        catch (Exception e) when (Forwarder.IsConnectionFailure(e))
        {
            // Expected: we have just cut it. The receive had to end before its buffer may be returned.
        }

        return -1;
    }

    /// <summary>Receives straight into the client's writer.</summary>
    /// <returns>As <see cref="FillAsync"/>.</returns>
    private static async ValueTask<int> ReceiveDirectAsync(BackendConnection connection, long remaining, PipeWriter writer)
    {
        var block = writer.GetMemory((int)Math.Min(remaining, DirectBlock));
        if (block.IsEmpty)
            return -1;
        if (block.Length > remaining)
            block = block[..(int)remaining];
        var received = await connection.ReceiveAsync(block);
        writer.Advance(received);
        return received;
    }

    private static async ValueTask<bool> FlushAsync(BackendConnection connection, PipeWriter writer, Action cut)
    {
        var result = await connection.DeliverAsync(writer.FlushAsync(CancellationToken.None), cut);
        return !result.IsCompleted && !result.IsCanceled;
    }
}
