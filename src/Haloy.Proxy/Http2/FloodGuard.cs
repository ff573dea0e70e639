namespace Haloy.Proxy.Http2;

/// <summary>Counts what costs us and brings the client nothing; who does too much of it is sent away.</summary>
internal struct FloodGuard
{
    // More requests given up than finished (CVE-2023-44487), by resetting them or by making us reset them (CVE-2025-8671).
    private const int MaxGivenUp = 200;

    // Each second.
    private const int MaxFrames = 1000;
    private const int MaxWindowUpdates = 10_000;

    private int _givenUp;
    private int _frames;
    private int _windowUpdates;

    /// <summary>A second has passed.</summary>
    public void OnTick() => (_frames, _windowUpdates) = (0, 0);

    /// <summary>A frame has come that asks for nothing.</summary>
    public void OnFrame() => Require(++_frames <= MaxFrames, "Too many frames that ask for nothing");

    /// <summary>A window was made larger.</summary>
    public void OnWindowUpdate() => Require(++_windowUpdates <= MaxWindowUpdates, "Too many windows are made larger");

    /// <summary>
    /// A part of a body was sent: that uses up the windows of its stream and of the connection, and libraries of gRPC measure by a PING for it
    /// how long the way is.
    /// </summary>
    public void OnSent() => (_windowUpdates, _frames) = (Math.Max(0, _windowUpdates - 2), Math.Max(0, _frames - 1));

    /// <summary>A request is given up. Counted twice, for its end takes one back.</summary>
    public void OnGivenUp() => Require((_givenUp += 2) <= MaxGivenUp, "Too many requests are given up");

    /// <summary>A request has ended.</summary>
    public void OnEnded() => _givenUp = Math.Max(0, _givenUp - 1);

    private static void Require(bool holds, string message)
    {
        if (!holds)
            throw new Http2Exception(ErrorCode.EnhanceYourCalm, message);
    }
}
