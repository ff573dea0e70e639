namespace Haloy.Proxy.AccessLogs;

/// <summary>One loop's part of the access log; made when it has the first line. All but <see cref="Ring"/> is the loop's own.</summary>
internal sealed class AccessLogLane
{
    private int _sinceKept;

    public LineRing Ring { get; } = new();

    /// <summary>Room to write a line in.</summary>
    public byte[] Scratch { get; } = new byte[AccessLine.MaxLength];

    /// <summary>Whether the next request is one of those that the log keeps.</summary>
    public bool TakesNext(AccessLogSampling sampling)
    {
        if (sampling.Every == 0 || ++_sinceKept < sampling.Every)
            return false;
        _sinceKept = 0;
        return true;
    }
}
