namespace Haloy.Proxy.Holding;

/// <summary>That a table holds the requests of a route.</summary>
/// <param name="Count">Where they are counted.</param>
/// <param name="Until">Timestamp at which it ends by itself.</param>
internal sealed record Hold(HoldCount Count, long Until);
