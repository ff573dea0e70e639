using Haloy.Proxy.LoadBalancing;
using Microsoft.Extensions.Logging;

namespace Haloy.Proxy.Forwarding;

/// <summary>Sends a request over one connection and relays the response.</summary>
internal sealed partial class AttemptRunner(ForwardOptions options, TimeProvider time, ILogger logger)
{
    private const int MaxHead = 64 * 1024;
    private const int MaxInterimResponses = 16;
    private const int SwitchingProtocols = 101;

    /// <returns>How it ended and whether the connection can serve another request.</returns>
    public async ValueTask<(Attempt Attempt, bool Reusable)> RunAsync(
        Exchange exchange, Backend backend, BackendConnection connection, ReadOnlyMemory<byte> head)
    {
        connection.Prepare();
        connection.ExpectDeadline();
        if (await TrySendHeadAsync(connection, head) is false)
            return (Attempt.NotSent, false);

        var upload = exchange.HasBody ? SendBodyAsync(exchange, connection) : null;
        if (upload is null)
            StartDeadline(connection);

        var reusable = false;
        try
        {
            var attempt = await RespondAsync(exchange, backend, connection);
            reusable = attempt == Attempt.Complete && upload is null or { IsCompletedSuccessfully: true, Result: UploadEnd.Complete };
            return (attempt, reusable && !connection.Head.Close && connection.Unread.IsEmpty);
        }
        finally
        {
            if (upload is { IsCompleted: false })
                await RequestBodySender.StopAsync(upload, exchange.RequestBody.Reader, connection);
        }
    }

    private static async ValueTask<bool> TrySendHeadAsync(BackendConnection connection, ReadOnlyMemory<byte> head)
    {
        try
        {
            await connection.SendAsync(head);
            return true;
        }
        catch (Exception e) when (Forwarder.IsConnectionFailure(e))
        {
            return false;
        }
    }

    private async Task<UploadEnd> SendBodyAsync(Exchange exchange, BackendConnection connection)
    {
        var end = await RequestBodySender.SendAsync(exchange, connection);
        StartDeadline(connection);
        return end;
    }

    private void StartDeadline(BackendConnection connection)
    {
        if (options.ResponseHeadTimeout is { } limit)
            connection.StartDeadline(time.GetTimestamp() + (long)(limit.TotalSeconds * time.TimestampFrequency));
    }

    private async ValueTask<Attempt> RespondAsync(Exchange exchange, Backend backend, BackendConnection connection)
    {
        var started = false;
        try
        {
            if (await ReadHeadAsync(connection) is { } failure)
                return exchange.Aborted.IsCancellationRequested ? Attempt.ClientGone : failure;

            var head = connection.Head;
            if (head.Status == SwitchingProtocols)
                return exchange.WantsUpgrade ? await Tunnel.RunAsync(exchange, backend, connection) : Attempt.BadResponse;

            started = true;
            return await RelayAsync(exchange, backend, connection);
        }
        catch (BadResponseException e)
        {
            LogBadResponse(backend.Key, e.Message);
            return started ? Attempt.Truncated : Attempt.BadResponse;
        }
        catch (Exception e) when (Forwarder.IsConnectionFailure(e))
        {
            return exchange.Aborted.IsCancellationRequested ? Attempt.ClientGone
                : started ? Attempt.Truncated
                : connection.IsOverdue ? Attempt.TimedOut
                : connection.Unread.IsEmpty ? Attempt.NoResponse
                : Attempt.BadResponse;
        }
    }

    /// <summary>Reads up to the head of the final response; interim ones (RFC 9110 §15.2) are passed over.</summary>
    private static async ValueTask<Attempt?> ReadHeadAsync(BackendConnection connection)
    {
        var interim = 0;
        while (true)
        {
            while (!connection.Unread.IsEmpty && ResponseHeadParser.TryParse(connection.Unread, connection.Head))
            {
                if (connection.Head.Status is >= 200 or SwitchingProtocols)
                    return connection.ClearDeadline() ? null : Attempt.TimedOut;
                if (++interim > MaxInterimResponses)
                    throw new BadResponseException($"it is preceded by more than {MaxInterimResponses} interim responses");
                connection.Consume(connection.Head.Length);
            }

            if (await connection.FillAsync(MaxHead) == 0)
                return connection.Unread.IsEmpty && interim == 0 ? Attempt.NoResponse : Attempt.BadResponse;
        }
    }

    private static async ValueTask<Attempt> RelayAsync(Exchange exchange, Backend backend, BackendConnection connection)
    {
        var head = connection.Head;
        ResponseHeadRelay.Apply(head, connection.Unread, exchange.Response, backend.Strings);
        connection.Consume(head.Length);

        var framing = head.FramingFor(exchange.IsHead);
        await exchange.ResponseBody.StartAsync(CancellationToken.None);
        var end = await ResponseBodyRelay.RelayAsync(connection, framing, head.ContentLength ?? 0, exchange.ResponseBody.Writer, exchange.Cut);
        if (framing == BodyFraming.UntilClose)
            head.Close = true;

        return end switch
        {
            RelayEnd.Complete => Attempt.Complete,
            RelayEnd.Truncated => Attempt.Truncated,
            _ => Attempt.ClientGone,
        };
    }

    [LoggerMessage(EventId = 4005, Level = LogLevel.Warning, Message = "Backend {Backend} sent a response that is refused: {Reason}")]
    private partial void LogBadResponse(BackendKey backend, string reason);
}
