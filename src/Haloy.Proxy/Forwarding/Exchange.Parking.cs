using Haloy.Proxy.Hosting;
using Haloy.Proxy.Http1;
using Haloy.Proxy.Pages;

namespace Haloy.Proxy.Forwarding;

/// <summary>Requests that wait before they go anywhere, and those that end here.</summary>
internal sealed partial class Exchange
{
    private int _ticket;

    /// <summary>Where its request comes from.</summary>
    public Origin Origin { get; set; } = null!;

    /// <summary>Keeps a request until <see cref="Unpark"/> is told what this returns.</summary>
    public int Park(RequestHead request, int headLength, in Destination destination)
    {
        Keep(request, headLength);
        return Park(destination);
    }

    /// <summary>Keeps a request that is still here.</summary>
    public int Park(in Destination destination)
    {
        _destination = destination;
        _stage = Stage.Parked;
        return ++_ticket;
    }

    /// <summary>Goes on with a request, unless it has been given up: by answering it, or by routing it anew.</summary>
    public void Unpark(int ticket, ErrorPage? answer)
    {
        if (_stage != Stage.Parked || ticket != _ticket)
            return;
        _stage = Stage.Idle;
        if (answer is null)
            RouteAgain();
        else
            Answer(answer, close: _upload.HasBody);
    }

    /// <summary>The same, from another thread.</summary>
    public void UnparkLater(int ticket, ErrorPage? answer) => loop.Post(() => Unpark(ticket, answer));

    private void Keep(RequestHead request, int headLength)
    {
        _head.Length = headLength;
        (_idempotent, _upload) = (request.IsIdempotent, new Upload(request, long.MaxValue));
        _tried.Clear();
        (_repeats, _refusals) = (0, 0);
        Record.Line?.Identify(_head.ValueOf("X-Request-Id"u8));
    }

    // As long as the head is here.
    private ErrorPage Fitting(ErrorPage page) => (_destination.Options.Pages?.For(page) ?? page).For(_head.ValueOf("Accept"u8));

    private void Answer(ErrorPage page, bool close)
    {
        page = Fitting(page);
        Reset();
        client.Answer(page, close, _destination.Options.Fields);
    }
}
