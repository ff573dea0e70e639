using System.Text.Json.Serialization;
using Haloy.Docker.Transport;

namespace Haloy.Docker.Events;

/// <summary>A line of <c>GET /events</c>.</summary>
internal sealed record EventWire(string? Type, string? Action, EventActorWire? Actor, [property: JsonPropertyName("timeNano")] long TimeNano)
{
    public DockerEvent ToEvent() => new(Type ?? "", Action ?? "", Actor?.Id ?? "", Actor?.Attributes ?? [], UnixTime.Read(TimeNano));
}

internal sealed record EventActorWire([property: JsonPropertyName("ID")] string? Id, Dictionary<string, string>? Attributes);
