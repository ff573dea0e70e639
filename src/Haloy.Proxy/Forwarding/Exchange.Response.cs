using Haloy.Proxy.EventLoops;

namespace Haloy.Proxy.Forwarding;

/// <summary>The way back: what the backend sends, as fast as the client takes it.</summary>
internal sealed partial class Exchange
{
    private const int MaxHead = 64 * 1024;
    private const int MaxInterimResponses = 16;
    private const int SwitchingProtocols = 101;

    private int _interim;
    private BodyReader _body;

    private void PumpResponse()
    {
        try
        {
            while (_stage is Stage.AwaitingHead or Stage.Relaying && !client.IsBlocked)
            {
                var count = _connection!.Receive(client.Room, out var data);
                if (count <= 0)
                {
                    if (count == 0)
                        OnBackendEnd();
                    else if (count == SocketConnection.Broken)
                        Fail(FailureOf(data.Length > 0));
                    else
                        client.Flush();
                    return;
                }

                Take(data);
            }

            // What is gathered lies in the loop's buffer, which belongs to somebody else in a moment.
            client.Flush();
        }
        catch (BadResponseException e)
        {
            forwarder.LogBadResponse(_backend!.Key, e.Message);
            Fail(_stage == Stage.Relaying ? Attempt.Truncated : Attempt.BadResponse);
        }
    }

    private void Take(ReadOnlySpan<byte> data)
    {
        if (_stage == Stage.Relaying)
        {
            TakeBody(data);
            return;
        }

        var connection = _connection!;
        var head = connection.Head;
        while (ResponseHeadParser.TryParse(data, head))
        {
            if (head.Status >= 200)
            {
                StartRelay(head, data);
                return;
            }

            if (head.Status == SwitchingProtocols)
            {
                StartTunnel(head, data);
                return;
            }

            if (++_interim > MaxInterimResponses)
                throw new BadResponseException($"it is preceded by more than {MaxInterimResponses} interim responses");
            client.SendInterim(head, data);
            // The client may have gone away at that.
            if (_stage != Stage.AwaitingHead)
                return;
            data = data[head.Length..];
        }

        if (data.Length >= MaxHead)
            throw new BadResponseException($"the head is larger than {MaxHead} bytes");
        connection.Hold(data);
    }

    private void StartRelay(ResponseHead head, ReadOnlySpan<byte> data)
    {
        _stage = Stage.Relaying;
        _deadline = 0;
        _head.Release();
        _destination.Options.Fields?.Hide(head, data);
        _body = new BodyReader(head.FramingFor(client.IsHead), head.ContentLength ?? 0);
        client.StartResponse(head, data, _body.Framing);
        if (_stage == Stage.Relaying)
            TakeBody(data[head.Length..]);
        _connection?.ReleaseHeld();
    }

    private void TakeBody(ReadOnlySpan<byte> data)
    {
        while (_stage == Stage.Relaying)
        {
            var content = _body.Next(ref data);
            if (!content.IsEmpty)
                client.SendBody(content);
            else if (!_body.IsDone)
                return;
            // The client may have gone away at that.
            if (_body.IsDone && _stage == Stage.Relaying)
                Complete(data.Length);
        }
    }

    private void OnBackendEnd()
    {
        if (_stage == Stage.Relaying && _body.Framing == BodyFraming.UntilClose)
        {
            _connection!.Head.Close = true;
            Complete(0);
            return;
        }

        Fail(FailureOf(_connection!.HoldsPart));
    }

    private Attempt FailureOf(bool beganAnswering) => _stage == Stage.Relaying ? Attempt.Truncated
        : beganAnswering || _interim > 0 ? Attempt.BadResponse
        : Attempt.NoResponse;

    private void Complete(int surplus)
    {
        var connection = _connection!;
        _connection = null;
        connection.ReleaseHeld();
        if (surplus == 0 && _upload.IsComplete && !connection.Head.Close && !connection.IsClosed)
            _backend!.PoolOn(loop).Return(connection, loop);
        else
            Drop(connection);
        var bodyTaken = _upload.IsComplete;
        End(served: true);
        client.Finish(bodyTaken);
    }
}
