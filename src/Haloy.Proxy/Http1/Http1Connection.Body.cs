using Haloy.Proxy.EventLoops;
using Haloy.Proxy.Forwarding;

namespace Haloy.Proxy.Http1;

/// <summary>Reads the body of a request: what came with its head, then what comes.</summary>
internal sealed partial class Http1Connection
{
    private BodyReader _body;

    public ReadOnlySpan<byte> ReadBody(out bool ended)
    {
        // Framing alone brings nothing, and what follows it may have arrived already: nobody would tell us again.
        ReadOnlySpan<byte> content = default;
        var more = true;
        while (content.IsEmpty && more && !_body.IsDone)
            content = _held.IsEmpty ? ReadBodyFromSocket(out more) : ReadBodyFromHeld();
        ended = _body.IsDone;
        _exchange.Record.Receive(content.Length);
        return content;
    }

    private ReadOnlySpan<byte> ReadBodyFromSocket(out bool more)
    {
        var count = Read(Loop.ReadBuffer);
        more = count > 0;
        if (!more)
        {
            OnNothing(count);
            return default;
        }

        _patience.Renew(count, Loop.Now, Loop.TicksPerSecond);
        ReadOnlySpan<byte> data = Loop.ReadBuffer[..count];
        var content = NextOfBody(ref data);
        // What follows: more chunks, or the next request.
        if (!data.IsEmpty)
            _held.Set(data);
        return content;
    }

    // A body that nobody reads may have come with its head: then the connection can still be kept. What has not come is not waited for.
    private bool TrySkipBody()
    {
        try
        {
            while (_request.HasBody && !_body.IsDone && !_held.IsEmpty)
                _exchange.Record.Receive(ReadBodyFromHeld().Length);
            return !_request.HasBody || _body.IsDone;
        }
        catch (BadRequestException)
        {
            return false;
        }
    }

    private ReadOnlySpan<byte> ReadBodyFromHeld()
    {
        ReadOnlySpan<byte> data = _held.Unread;
        var content = NextOfBody(ref data);
        _held.Consume(_held.Unread.Length - data.Length);
        return content;
    }

    private ReadOnlySpan<byte> NextOfBody(scoped ref ReadOnlySpan<byte> data)
    {
        try
        {
            return _body.Next(ref data);
        }
        catch (BadResponseException e)
        {
            throw new BadRequestException(400, $"The body of the request cannot be read: {e.Message}");
        }
    }
}
