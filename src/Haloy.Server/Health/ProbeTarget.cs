using Haloy.Server.Discovery;

namespace Haloy.Server.Health;

/// <summary>One run of a container that has to be probed until it passes.</summary>
/// <param name="App">App it belongs to.</param>
/// <param name="Run">The run.</param>
/// <param name="Address">Its address.</param>
/// <param name="Port">Its port.</param>
/// <param name="Path">Path to ask for.</param>
internal sealed record ProbeTarget(string App, RunKey Run, string Address, string Port, string Path)
{
    /// <summary>Whether it is to be asked by HTTP/2 without TLS.</summary>
    public bool SpeaksHttp2 { get; init; }
}
