using System.Text.Json.Serialization;

namespace Haloy.Docker.Transport;

/// <summary>Body of a refused request.</summary>
internal sealed record ErrorWire([property: JsonPropertyName("message")] string? Message);

/// <summary>Answer of every create.</summary>
internal sealed record CreatedWire(string? Id);

/// <summary>An object without fields, as the API uses it for sets.</summary>
internal sealed record EmptyWire;

/// <summary>A line of a pull, load or build.</summary>
internal sealed record ProgressWire
{
    [JsonPropertyName("stream")]
    public string? Stream { get; init; }

    [JsonPropertyName("status")]
    public string? Status { get; init; }

    [JsonPropertyName("id")]
    public string? Id { get; init; }

    [JsonPropertyName("progressDetail")]
    public ProgressDetailWire? ProgressDetail { get; init; }

    [JsonPropertyName("aux")]
    public ProgressAuxWire? Aux { get; init; }

    [JsonPropertyName("error")]
    public string? Error { get; init; }

    [JsonPropertyName("errorDetail")]
    public ErrorWire? ErrorDetail { get; init; }
}

internal sealed record ProgressDetailWire(
    [property: JsonPropertyName("current")] long? Current,
    [property: JsonPropertyName("total")] long? Total);

internal sealed record ProgressAuxWire([property: JsonPropertyName("ID")] string? Id);
