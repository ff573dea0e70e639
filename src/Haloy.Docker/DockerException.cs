namespace Haloy.Docker;

/// <summary>Anything a call to the engine can fail with; the message is fit for a person and holds no secret.</summary>
public abstract class DockerException(string message, Exception? inner) : Exception(message, inner);
