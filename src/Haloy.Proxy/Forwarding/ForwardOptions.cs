using Haloy.Proxy.Pages;

namespace Haloy.Proxy.Forwarding;

/// <summary>Limits of the way to a backend.</summary>
internal sealed record ForwardOptions
{
    /// <summary>Longest wait for a TCP connection.</summary>
    public TimeSpan DialTimeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Longest wait for a response head once the request is sent; <see langword="null"/> = for ever.</summary>
    public TimeSpan? ResponseHeadTimeout { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>Longest time without a byte in either direction; <see langword="null"/> = for ever, while both sides are there.</summary>
    public TimeSpan? IdleTimeout { get; init; }

    /// <summary>Longest request body.</summary>
    public long MaxBody { get; init; } = long.MaxValue;

    /// <summary>Fields of every answer.</summary>
    public ResponseFields? Fields { get; init; }

    /// <summary>Pages in place of the proxy's.</summary>
    public OwnPages? Pages { get; init; }

    /// <summary>Whether answers that the app did not compress are.</summary>
    public bool Compress { get; init; }

    /// <summary>The answer when the route has no backend.</summary>
    public ErrorPage NoBackendsPage { get; init; } = ErrorPage.NoBackends;

    /// <summary>The answer when no backend gave a response.</summary>
    public ErrorPage UnavailablePage { get; init; } = ErrorPage.Unavailable;

    /// <summary>How long a backend that could not be dialled is left out at first, while others can serve.</summary>
    public TimeSpan Ejection { get; init; } = TimeSpan.FromSeconds(1);
}
