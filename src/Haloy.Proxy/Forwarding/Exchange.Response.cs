namespace Haloy.Proxy.Forwarding;

/// <summary>The way back: what the backend sends, as fast as the client takes it.</summary>
internal sealed partial class Exchange
{
    private const int MaxInterimResponses = 16;

    private int _interim;

    /// <summary>Whether no response has a body.</summary>
    public bool IsHead => client.IsHead;

    /// <summary>An interim response has come.</summary>
    public void OnInterim(ResponseHead head, ReadOnlySpan<byte> bytes)
    {
        if (++_interim > MaxInterimResponses)
            throw new BadResponseException($"it is preceded by more than {MaxInterimResponses} interim responses");
        client.SendInterim(head, bytes);
    }

    /// <summary>The head of the response has come.</summary>
    public void OnHead(ResponseHead head, ReadOnlySpan<byte> bytes, BodyFraming framing)
    {
        _stage = Stage.Relaying;
        _deadline = 0;
        _head.Release();
        _backend!.Readmit();
        _destination.Options.Fields?.Hide(head, bytes);
        head.Cookie = _cookie;
        client.StartResponse(head, bytes, framing);
    }

    /// <summary>A part of the response's body has come.</summary>
    public void OnContent(ReadOnlySpan<byte> content) => client.SendBody(content);

    /// <summary>The response is complete.</summary>
    /// <param name="clean">Whether nothing came behind it, nor has to be expected.</param>
    public void OnEnd(bool clean)
    {
        var bodyTaken = _upload.IsComplete;
        _stream!.Finish(clean && bodyTaken);
        _stream = null;
        End(served: true);
        client.Finish(bodyTaken);
    }

    /// <summary>The connection ended before the response did.</summary>
    /// <param name="beganAnswering">Whether a part of a head has come.</param>
    public void OnBroken(bool beganAnswering) => Fail(
        _stage == Stage.Relaying ? Attempt.Truncated
        : beganAnswering || _interim > 0 ? Attempt.BadResponse
        : Attempt.NoResponse);

    private void PumpResponse()
    {
        try
        {
            while (_stage is Stage.AwaitingHead or Stage.Relaying && !client.IsBlocked && _stream!.Receive(client.Room))
            {
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
}
