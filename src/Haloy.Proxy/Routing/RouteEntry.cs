using Haloy.Proxy.LoadBalancing;

namespace Haloy.Proxy.Routing;

/// <summary>One route of a table, ready for use.</summary>
/// <param name="Canonical">The host it is known by, lower-case.</param>
/// <param name="Backends">Those that get new requests.</param>
/// <param name="PlainHttp">Served on the HTTP port as well.</param>
/// <param name="Stopped">Answered with the 503 page.</param>
internal sealed record RouteEntry(string Canonical, BackendSet Backends, bool PlainHttp, bool Stopped);
