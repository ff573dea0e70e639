namespace Haloy.Proxy.Forwarding;

/// <summary>
/// Tells somebody slow from somebody who keeps us waiting: a minute, and as much longer as what is brought takes at the slowest pace that
/// is put up with. A byte now and then does not prolong it noticeably, and whoever is in time again has the whole minute again.
/// </summary>
internal struct Patience
{
    private const int Seconds = 60;
    private const int BytesPerSecond = 240;

    private long _until;

    /// <summary>To be asked about once a second.</summary>
    /// <param name="waiting">Whether it is the other side's turn.</param>
    /// <param name="now">Timestamp of now.</param>
    /// <param name="ticksPerSecond">What a timestamp goes on by in a second.</param>
    /// <returns>Whether it has come to an end.</returns>
    public bool IsOver(bool waiting, long now, long ticksPerSecond)
    {
        if (!waiting)
            _until = 0;
        else if (_until == 0)
            _until = now + (Seconds * ticksPerSecond);
        return _until != 0 && now >= _until;
    }

    /// <summary>The other side has brought, or taken, something.</summary>
    public void Renew(int bytes, long now, long ticksPerSecond)
    {
        if (_until != 0)
            _until = Math.Min(now + (Seconds * ticksPerSecond), _until + (bytes * ticksPerSecond / BytesPerSecond));
    }
}
