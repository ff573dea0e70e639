using Haloy.Proxy.Http1;

namespace Haloy.Proxy.Forwarding;

/// <summary>Passes a request body on to the backend, as fast as that takes it.</summary>
internal struct Upload(RequestHead request, long limit)
{
    private readonly bool _dropsTrailers = request.NamesFields;
    private long _room = limit;

    /// <summary>How its end is told.</summary>
    public readonly RequestBody Kind { get; } = !request.HasBody ? RequestBody.None : request.IsChunked ? RequestBody.Chunked : RequestBody.Length;

    /// <summary>Whether the request has a body at all.</summary>
    public readonly bool HasBody => Kind != RequestBody.None;

    /// <summary>Whether some of the body was taken from the client: then the request cannot be sent to another backend.</summary>
    public bool IsTouched { get; private set; }

    /// <summary>Whether nothing is left to be sent.</summary>
    public bool IsComplete { get; private set; } = !request.HasBody;

    /// <summary>The request goes another way, with another limit; nothing of its body was taken yet.</summary>
    public void Limit(long limit) => _room = limit;

    /// <summary>Sends what the client has sent and the backend takes.</summary>
    /// <returns>Whether the connection is still there; it closes itself when it breaks.</returns>
    /// <exception cref="BadRequestException">The body is malformed or too large.</exception>
    public bool Pump(IClientStream client, IBackendStream backend)
    {
        while (!IsComplete && !backend.IsBlocked)
        {
            var content = client.ReadBody(out var ended);
            _room -= content.Length;
            if (_room < 0)
                throw new BadRequestException(413, "The body of the request is larger than allowed here");
            IsTouched |= !content.IsEmpty || ended;
            if (!backend.SendBody(content, ended, ended && !_dropsTrailers ? client.Trailers?.Filter(ofRequest: true) : null))
                return false;
            IsComplete = ended;
            if (content.IsEmpty && !ended)
                return true;
        }

        return true;
    }
}
