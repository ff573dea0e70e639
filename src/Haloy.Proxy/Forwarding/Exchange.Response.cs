using Haloy.Proxy.Compression;

namespace Haloy.Proxy.Forwarding;

/// <summary>The way back: what the backend sends, as fast as the client takes it.</summary>
internal sealed partial class Exchange
{
    private const int MaxInterimResponses = 16;

    private int _interim;

    /// <summary>Whether no response has a body.</summary>
    public bool IsHead => client.IsHead;

    /// <summary>Whether the client takes more of the response's body now.</summary>
    public bool TakesContent => _stage == Stage.Relaying && !client.IsBlocked;

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
        _backend!.Readmit();
        _destination.Options.Fields?.Hide(head, bytes);
        AddCookie(head, bytes);
        if (_destination.Options.Compress)
            framing = Compress(head, bytes, framing);
        _stage = Stage.Relaying;
        _deadline = 0;
        _active = loop.Now;
        _head.Release();
        EndHold();
        _upload.Forget();
        if (head.AnnouncesTrailers && client.TakesTrailers)
            head.KeepAnnouncement(bytes);
        client.StartResponse(head, bytes, framing);
    }

    /// <summary>A part of the response's body has come.</summary>
    public void OnContent(ReadOnlySpan<byte> content)
    {
        _active = loop.Now;
        if (_encoder is null)
            client.SendBody(content);
        else
            Encode(content, EncoderStep.Go);
    }

    /// <summary>The response is complete.</summary>
    /// <param name="clean">Whether nothing came behind it, nor has to be expected.</param>
    /// <param name="trailers">What came behind its body, as the backend has said it; <see langword="null"/> for nothing.</param>
    public void OnEnd(bool clean, Trailers? trailers)
    {
        if (_encoder is not null)
            Encode(default, EncoderStep.End);
        // The client may have gone away at that.
        if (_stage != Stage.Relaying)
            return;
        if (client.TakesTrailers && trailers?.Filter(ofRequest: false, _destination.Options.Fields, compressed: _encoder is not null) is { } passed)
            client.SendTrailers(passed);
        if (_stage != Stage.Relaying)
            return;
        var bodyTaken = _upload.IsComplete;
        _stream!.Finish(clean && bodyTaken);
        _stream = null;
        End(served: true);
        client.Finish(bodyTaken);
    }

    /// <summary>The connection ended before the response did.</summary>
    /// <param name="beganAnswering">Whether a part of a head has come.</param>
    public void OnBroken(bool beganAnswering)
    {
        if (_stage == Stage.Relaying)
            Fail(Attempt.Truncated);
        else if (beganAnswering || _interim > 0)
            Fail(Attempt.BadResponse, "it ended before its head did");
        else
            Fail(Attempt.NoResponse);
    }

    /// <summary>The response makes no sense.</summary>
    public void OnMalformed(string reason) => Fail(Attempt.BadResponse, reason);

    /// <summary>Sends what was gathered for the client: it lies in the loop's buffers, which belong to somebody else in a moment.</summary>
    public void Flush()
    {
        FlushEncoder();
        client.Flush();
    }

    private void PumpResponse()
    {
        try
        {
            while (_stage is Stage.AwaitingHead or Stage.Relaying && !client.IsBlocked && _stream!.Receive(client.Room))
            {
            }

            Flush();
        }
        catch (BadResponseException e)
        {
            OnMalformed(e.Message);
        }
    }
}
