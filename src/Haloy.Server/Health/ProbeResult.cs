namespace Haloy.Server.Health;

/// <summary>The newest answer of a probe.</summary>
/// <param name="Passed">Whether it met the criterion.</param>
/// <param name="Detail">What was answered, for a person: <c>GET http://172.18.0.2:8080/ answered 503</c>.</param>
internal sealed record ProbeResult(bool Passed, string Detail);
