using Haloy.Proxy.LoadBalancing;

namespace Haloy.Proxy.Forwarding;

/// <summary>Where a request is to be sent, and how.</summary>
/// <param name="Backends">Those that may have it.</param>
/// <param name="Options">Limits of the way.</param>
/// <param name="Strip">Bytes at the beginning of its target that they do not get.</param>
internal readonly record struct Destination(BackendSet Backends, ForwardOptions Options, int Strip);
