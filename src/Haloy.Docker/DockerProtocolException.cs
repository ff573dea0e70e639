namespace Haloy.Docker;

/// <summary>The engine answered with something that is not its API: a broken message, or a frame of impossible size.</summary>
public sealed class DockerProtocolException(string message, Exception? inner) : DockerException(message, inner);
