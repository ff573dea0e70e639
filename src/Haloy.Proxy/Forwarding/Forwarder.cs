using System.Net.Sockets;
using Haloy.Proxy.LoadBalancing;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Haloy.Proxy.Forwarding;

/// <summary>Gets a request answered by one of a set of backends: claims, dials, tries again where that is safe, gives up where it is not.</summary>
internal sealed partial class Forwarder(ForwardOptions options, TimeProvider time, ILogger<Forwarder> logger)
{
    private readonly AttemptRunner _runner = new(options, time, logger);

    /// <summary>Whether an exception means "this connection is dead", as opposed to a defect of ours.</summary>
    public static bool IsConnectionFailure(Exception e) => e is SocketException or ObjectDisposedException or OperationCanceledException;

    public async ValueTask<ForwardResult> ForwardAsync(Exchange exchange, BackendSet backends)
    {
        using var head = new HeadBuffer();
        if (!RequestHeadWriter.TryWrite(exchange, head))
            return ForwardResult.Malformed;

        while (true)
        {
            var picked = backends.TryClaim(exchange.Tried, out var backend);
            if (backend is null)
            {
                return picked == PickResult.TableIsStale ? ForwardResult.TableIsStale
                    : exchange.Tried is null ? ForwardResult.NoBackends
                    : ForwardResult.Unavailable;
            }

            if (await TryAsync(exchange, backend, head.Written) is { } result)
                return result;
            (exchange.Tried ??= []).Add(backend);
        }
    }

    /// <summary>Uses a claimed backend and gives up the claim.</summary>
    /// <returns><see langword="null"/> when the next backend should be tried.</returns>
    private async ValueTask<ForwardResult?> TryAsync(Exchange exchange, Backend backend, ReadOnlyMemory<byte> head)
    {
        Attempt? attempt = null;
        try
        {
            var connection = backend.Pool.TryTake();
            while (true)
            {
                connection ??= await DialAsync(exchange, backend);
                if (connection is null)
                    return exchange.Aborted.IsCancellationRequested ? ForwardResult.Done : null;

                var wasUsed = connection.WasUsed;
                attempt = await UseAsync(exchange, backend, connection, head);
                if (!MayRepeat(exchange, attempt.GetValueOrDefault()))
                    return Conclude(exchange, backend, attempt.GetValueOrDefault());

                // An idle connection may have been closed under way; that says nothing about the backend, so ask it afresh.
                if (!wasUsed)
                    return null;
                connection = null;
            }
        }
        finally
        {
            if (attempt != Attempt.Tunnelled)
                backend.Leave(attempt is null ? null : attempt == Attempt.Complete);
        }
    }

    private async ValueTask<BackendConnection?> DialAsync(Exchange exchange, Backend backend)
    {
        try
        {
            var connection = await BackendConnection.DialAsync(backend.EndPoint, options.DialTimeout, time, exchange.Aborted);
            backend.Readmit();
            backend.Pool.Add(connection);
            return connection;
        }
        catch (Exception e) when (IsConnectionFailure(e))
        {
            if (!exchange.Aborted.IsCancellationRequested)
            {
                backend.Eject(options.Ejection);
                LogDialFailed(backend.Key, e.Message);
            }

            return null;
        }
    }

    /// <summary>Runs one attempt and gives the connection back, or closes it.</summary>
    private async ValueTask<Attempt> UseAsync(Exchange exchange, Backend backend, BackendConnection connection, ReadOnlyMemory<byte> head)
    {
        var reusable = false;
        try
        {
            // The registration must be gone before the connection is: a late abort would hit the next request on it.
            await using var abort = exchange.Aborted.UnsafeRegister(static c => ((BackendConnection)c!).Abort(), connection);
            (var attempt, reusable) = await _runner.RunAsync(exchange, backend, connection, head);
            return attempt;
        }
        finally
        {
            if (reusable)
                backend.Pool.Return(connection);
            else
                backend.Pool.Discard(connection);
        }
    }

    /// <summary>Whether the request may be sent once more: its body is untouched, and either it never left or repeating it does no harm.</summary>
    private static bool MayRepeat(Exchange exchange, Attempt attempt)
    {
        if (exchange.BodyTouched || exchange.Aborted.IsCancellationRequested)
            return false;
        return attempt == Attempt.NotSent || (attempt == Attempt.NoResponse && IsIdempotent(exchange.Request.Method));
    }

    private static bool IsIdempotent(string method) =>
        HttpMethods.IsGet(method) || HttpMethods.IsHead(method) || HttpMethods.IsOptions(method) || HttpMethods.IsPut(method)
        || HttpMethods.IsDelete(method) || HttpMethods.IsTrace(method);

    private ForwardResult Conclude(Exchange exchange, Backend backend, Attempt attempt)
    {
        switch (attempt)
        {
            case Attempt.Complete or Attempt.Tunnelled or Attempt.ClientGone:
                return ForwardResult.Done;
            case Attempt.Truncated:
                LogTruncated(backend.Key, exchange.Host);
                exchange.Abort();
                return ForwardResult.Done;
            case Attempt.TimedOut:
                LogTimedOut(backend.Key, exchange.Host);
                return ForwardResult.TimedOut;
            default:
                LogFailed(backend.Key, exchange.Host, attempt);
                return ForwardResult.Unavailable;
        }
    }

    [LoggerMessage(EventId = 4001, Level = LogLevel.Warning, Message = "Backend {Backend} cannot be reached: {Reason}")]
    private partial void LogDialFailed(BackendKey backend, string reason);

    [LoggerMessage(EventId = 4002, Level = LogLevel.Warning, Message = "Backend {Backend} broke off a response for {Host}")]
    private partial void LogTruncated(BackendKey backend, string host);

    [LoggerMessage(EventId = 4003, Level = LogLevel.Warning, Message = "Backend {Backend} did not begin a response for {Host} in time")]
    private partial void LogTimedOut(BackendKey backend, string host);

    [LoggerMessage(EventId = 4004, Level = LogLevel.Warning, Message = "Backend {Backend} gave no response for {Host}: {Attempt}")]
    private partial void LogFailed(BackendKey backend, string host, Attempt attempt);
}
