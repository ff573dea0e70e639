using Haloy.Proxy.EventLoops;
using Haloy.Proxy.Http1;

namespace Haloy.Proxy.Forwarding;

/// <summary>Passes a request body on to the backend, as fast as that takes it.</summary>
internal struct Upload(RequestHead request, long limit)
{
    // More than most messages of gRPC have.
    private const int MaxKept = 64 * 1024;

    private readonly bool _dropsTrailers = request.NamesFields;
    private HeldBytes _kept = new();
    private bool _keeps;
    private bool _isAgain;
    private bool _ended;
    private long _limit = limit;
    private long _taken;

    /// <summary>How its end is told.</summary>
    public readonly RequestBody Kind { get; } = !request.HasBody ? RequestBody.None : request.IsChunked ? RequestBody.Chunked : RequestBody.Length;

    /// <summary>Whether the request has a body at all.</summary>
    public readonly bool HasBody => Kind != RequestBody.None;

    /// <summary>Whether some of the body was taken from the client.</summary>
    public bool IsTouched { get; private set; }

    /// <summary>Whether nothing is left to be sent.</summary>
    public bool IsComplete { get; private set; } = !request.HasBody;

    /// <summary>The request goes another way, with another limit.</summary>
    public void Limit(long limit) => _limit = limit;

    /// <summary>Keeps a copy of what is sent from now on, as long as it is small: a backend may say that it has not looked at it.</summary>
    public void Keep() => _keeps |= HasBody && !IsTouched;

    /// <summary>Begins anew, for another attempt.</summary>
    /// <returns>Whether that is possible: what was sent and not kept is gone.</returns>
    public bool TryRewind()
    {
        if (!IsTouched)
            return true;
        if (!_keeps)
            return false;
        (IsComplete, _isAgain) = (false, true);
        return true;
    }

    /// <summary>There will be no other attempt.</summary>
    public void Forget()
    {
        _keeps = _isAgain = false;
        _kept.Release();
    }

    /// <summary>Sends what the client has sent and the backend takes.</summary>
    /// <returns>Whether the connection is still there; it closes itself when it breaks.</returns>
    /// <exception cref="BadRequestException">The body is malformed or too large.</exception>
    public bool Pump(IClientStream client, IBackendStream backend)
    {
        while (!IsComplete && !backend.IsBlocked)
        {
            var content = Next(client, out var ended);
            // Before it is sent: when that fails, the next attempt begins in there.
            IsComplete = ended;
            if (!backend.SendBody(content, ended, ended && !_dropsTrailers ? client.Trailers?.Filter(ofRequest: true) : null))
                return false;
            if (content.IsEmpty && !ended)
                return true;
        }

        return true;
    }

    private ReadOnlySpan<byte> Next(IClientStream client, out bool ended)
    {
        if (_isAgain)
        {
            _isAgain = false;
            ended = _ended;
            return _kept.Unread;
        }

        var content = client.ReadBody(out ended);
        _taken += content.Length;
        if (_taken > _limit)
            throw new BadRequestException(413, "The body of the request is larger than allowed here");
        IsTouched |= !content.IsEmpty || ended;
        _ended = ended;
        if (_keeps && _kept.Unread.Length + content.Length > MaxKept)
            Forget();
        else if (_keeps)
            _kept.Append(content);
        return content;
    }
}
