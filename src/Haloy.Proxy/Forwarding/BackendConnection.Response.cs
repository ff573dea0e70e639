using Haloy.Proxy.EventLoops;

namespace Haloy.Proxy.Forwarding;

/// <summary>What the backend sends, as HTTP/1.1.</summary>
internal sealed partial class BackendConnection
{
    private const int MaxHead = 64 * 1024;
    private const int SwitchingProtocols = 101;

    private readonly ResponseHead _head = new();
    private HeldBytes _held = new();
    private BodyReader _body;
    private bool _inBody;

    public bool Receive(int most)
    {
        var count = Receive(most, out var data);
        if (count > 0)
            Take(User!, data);
        else if (count == 0)
            TakeEnd(User!);
        else if (count == Broken)
            User!.OnBroken(beganAnswering: !data.IsEmpty);
        return count > 0;
    }

    /// <summary>Receives a part of a response; together with what is held when there is such.</summary>
    /// <param name="most">Bytes wanted at most.</param>
    /// <param name="data">What there is, valid until the next read on the loop or call of this connection.</param>
    /// <returns>As <see cref="SocketConnection.Read"/>.</returns>
    public int Receive(int most, out ReadOnlySpan<byte> data)
    {
        if (_held.IsEmpty)
        {
            var count = Read(Loop.ReadBuffer[..most]);
            data = Loop.ReadBuffer[..Math.Max(count, 0)];
            return count;
        }

        var more = Read(_held.Room());
        _held.Add(Math.Max(more, 0));
        data = _held.Unread;
        return more;
    }

    private void Take(Exchange exchange, ReadOnlySpan<byte> data)
    {
        if (_inBody)
        {
            TakeBody(exchange, data);
            return;
        }

        while (ResponseHeadParser.TryParse(data, _head))
        {
            if (_head.Status >= 200)
            {
                TakeHead(exchange, data);
                return;
            }

            if (_head.Status == SwitchingProtocols)
            {
                exchange.OnSwitch(this, _head, data);
                // A tunnel reads what comes from now on, and nothing twice.
                _held.Release();
                User?.OnBackendProgress();
                return;
            }

            exchange.OnInterim(_head, data);
            // The client may have gone away at that.
            if (User is null)
                return;
            data = data[_head.Length..];
        }

        if (data.Length >= MaxHead)
            throw new BadResponseException($"the head is larger than {MaxHead} bytes");
        _held.Set(data);
    }

    private void TakeHead(Exchange exchange, ReadOnlySpan<byte> data)
    {
        _inBody = true;
        _body = new BodyReader(_head.FramingFor(exchange.IsHead), _head.ContentLength ?? 0);
        exchange.OnHead(_head, data, _body.Framing);
        if (User is not null)
            TakeBody(exchange, data[_head.Length..]);
        // By now it may be waiting for the next response, of which nothing has been read.
        _held.Release();
    }

    private void TakeBody(Exchange exchange, ReadOnlySpan<byte> data)
    {
        while (User is not null)
        {
            var content = _body.Next(ref data);
            if (!content.IsEmpty)
                exchange.OnContent(content);
            else if (!_body.IsDone)
                return;
            if (!_body.IsDone)
                continue;
            if (User is not null)
                exchange.OnEnd(clean: data.IsEmpty && !_head.Close, _head.NamesFields ? null : _body.Trailers);
            return;
        }
    }

    private void TakeEnd(Exchange exchange)
    {
        if (_inBody && _body.Framing == BodyFraming.UntilClose)
            exchange.OnEnd(clean: false, trailers: null);
        else
            exchange.OnBroken(beganAnswering: !_held.IsEmpty);
    }
}
