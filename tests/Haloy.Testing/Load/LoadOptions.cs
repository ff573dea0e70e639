using System.Net;

namespace Haloy.Testing.Load;

/// <summary>What load to make. The certificate of an HTTPS server is always verified.</summary>
public sealed record LoadOptions
{
    /// <summary>Scheme, host and port to ask for; paths come from <see cref="Requests"/>.</summary>
    public required Uri Url { get; init; }

    /// <summary>Where to connect instead of resolving the host of <see cref="Url"/>.</summary>
    public IPEndPoint? ConnectTo { get; init; }

    /// <summary>PEM file with the only authorities to trust; <c>null</c> for those of the system.</summary>
    public string? CaFile { get; init; }

    /// <summary>Workers that keep one HTTP/1.1 connection for all their requests.</summary>
    public int KeepAliveWorkers { get; init; } = 4;

    /// <summary>Workers that keep one HTTP/2 connection, where the server offers it.</summary>
    public int Http2Workers { get; init; }

    /// <summary>Workers that open a new connection for every request.</summary>
    public int NewConnectionWorkers { get; init; } = 2;

    /// <summary>Each worker repeats this list.</summary>
    public IReadOnlyList<LoadRequest> Requests { get; init; } = LoadRequest.HelloMix;

    /// <summary>Rest of a worker after each request, so that load leaves room for what is being tested.</summary>
    public TimeSpan Pause { get; init; } = TimeSpan.FromMilliseconds(2);

    /// <summary>A request that takes longer has failed.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(30);
}
