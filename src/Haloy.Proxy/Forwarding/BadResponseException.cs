namespace Haloy.Proxy.Forwarding;

/// <summary>A backend answered with something that is not HTTP or could be read in two ways.</summary>
internal sealed class BadResponseException(string message) : Exception(message);
