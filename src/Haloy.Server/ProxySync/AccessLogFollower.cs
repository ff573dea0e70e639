using System.Globalization;
using Haloy.Contracts.Logs;
using Haloy.Contracts.ProxyControl;
using Haloy.Server.Logs;

namespace Haloy.Server.ProxySync;

/// <summary>
/// Brings the proxy's access log into the <see cref="ServerLog"/> while somebody reads it there, and only then: a proxy whose log nobody follows
/// does not write one.
/// </summary>
internal sealed class AccessLogFollower(IProxyTelemetry proxy, ServerLog log, TimeProvider time)
{
    private static readonly TimeSpan RetryAfter = TimeSpan.FromSeconds(1);

    private readonly Lock _lock = new();
    private int _readers;
    private Action? _stop;

    /// <summary>Follows until everybody who asked for it has disposed what they got.</summary>
    public IDisposable Follow()
    {
        lock (_lock)
        {
            if (_readers++ == 0)
                Start();
        }

        return new Reading(this);
    }

    /// <summary>A line as the entry that readers of the original know, with what ours knows besides.</summary>
    internal static LogEntry EntryOf(AccessLogLine line)
    {
        if (line.Lost is { } lost)
            return new() { Level = "WARN", Message = $"{lost} requests are missing here: there were more than the log takes", Timestamp = line.Time };
        var fields = new Dictionary<string, string>
        {
            ["method"] = line.Method,
            ["host"] = line.Host,
            ["path"] = line.Path,
            ["status"] = line.Status.ToString(CultureInfo.InvariantCulture),
            ["duration_ms"] = line.DurationMs.ToString(CultureInfo.InvariantCulture),
            ["remote_addr"] = line.RemoteAddr,
            ["bytes"] = line.Bytes.ToString(CultureInfo.InvariantCulture),
            ["protocol"] = line.Protocol,
        };
        Add("user_agent", line.UserAgent);
        Add("request_id", line.RequestId);
        Add("ended", line.Ended);
        return new() { Message = ServerLog.RequestMessage, Timestamp = line.Time, DeploymentId = line.Deployment, Fields = fields };

        void Add(string name, string? value)
        {
            if (value is not null)
                fields[name] = value;
        }
    }

    private void Start()
    {
        var end = new CancellationTokenSource();
        _stop = () =>
        {
            end.Cancel();
            end.Dispose();
        };
        _ = FollowAsync(end.Token);
    }

    private async Task FollowAsync(CancellationToken cancellationToken)
    {
        var told = false;
        try
        {
            while (true)
            {
                try
                {
                    await foreach (var line in proxy.AccessLogAsync(cancellationToken))
                    {
                        told = false;
                        log.AppendRequest(EntryOf(line.Lost is null ? line : line with { Time = time.GetUtcNow() }));
                    }
                }
                catch (ProxyUnreachableException e)
                {
                    if (!told)
                        log.AppendRequest(new() { Level = "WARN", Message = $"{e.Message}. Until it does, requests are missing here", Timestamp = time.GetUtcNow() });
                    told = true;
                }

                await Task.Delay(RetryAfter, time, cancellationToken);
            }
        }
        catch (OperationCanceledException)
        {
            // Nobody reads any more.
        }
    }

    private void Leave()
    {
        lock (_lock)
        {
            if (--_readers == 0)
                _stop!();
        }
    }

    private sealed class Reading(AccessLogFollower follower) : IDisposable
    {
        private AccessLogFollower? _follower = follower;

        public void Dispose() => Interlocked.Exchange(ref _follower, null)?.Leave();
    }
}
