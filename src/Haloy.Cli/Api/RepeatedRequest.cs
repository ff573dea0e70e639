using Haloy.Contracts.Api;
using Haloy.Core;

namespace Haloy.Cli.Api;

/// <summary>
/// Sends a request again while the server does not answer: the daemon may have accepted it and ended before it could say so.
/// Only to a server that takes a repetition for the same request; the original would not.
/// </summary>
internal sealed class RepeatedRequest(VersionResponse server, TimeProvider time)
{
    private static readonly TimeSpan RepeatFor = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(500);

    public async Task<Outcome<bool>> SendAsync(Func<CancellationToken, Task<Outcome<bool>>> send, CancellationToken cancellationToken)
    {
        var started = time.GetTimestamp();
        while (true)
        {
            var sent = await send(cancellationToken);
            if (sent.Succeeded || !sent.Failure.IsOutage || !IsRepeatable || time.GetElapsedTime(started) > RepeatFor)
                return sent;
            await Task.Delay(Pause, time, cancellationToken);
        }
    }

    private bool IsRepeatable => server.Capabilities?.Contains(Capabilities.RepeatableRequests) == true;
}
