namespace Haloy.Docker.Events;

/// <summary>Something that happened on the engine.</summary>
/// <param name="Type">container, image, network, volume …</param>
/// <param name="Action">create, start, die, "health_status: healthy" …</param>
/// <param name="ActorId">Id of the thing it happened to.</param>
/// <param name="Attributes">Labels and more; a container's name is <c>name</c>.</param>
/// <param name="Time">When, by the engine's clock.</param>
public sealed record DockerEvent(string Type, string Action, string ActorId, IReadOnlyDictionary<string, string> Attributes, DateTimeOffset Time);

/// <summary>Which events; within one list any may match, between lists all must.</summary>
/// <param name="Types">Such as container.</param>
/// <param name="Actions">Such as start, die.</param>
/// <param name="Labels">As <c>key</c> or <c>key=value</c>; all must match.</param>
public sealed record EventFilter(IReadOnlyList<string>? Types = null, IReadOnlyList<string>? Actions = null, IReadOnlyList<string>? Labels = null);
