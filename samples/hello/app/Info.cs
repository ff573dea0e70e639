using System.Text.Json.Serialization;

namespace Hello;

/// <summary>Who answered, and what the request looked like when it arrived here.</summary>
internal sealed record Info(
    string Version,
    string Greeting,
    string Hostname,
    string Replica,
    DateTimeOffset StartedAt,
    string Method,
    string Path,
    string Protocol,
    string? Peer,
    SortedDictionary<string, string> Headers)
{
    public static Info Of(HttpRequest request, AppSettings settings) => new(
        settings.Version,
        settings.Greeting,
        settings.Hostname,
        settings.Replica,
        settings.StartedAt,
        request.Method,
        request.Path + request.QueryString.Value,
        request.Protocol,
        request.HttpContext.Connection.RemoteIpAddress?.MapToIPv4().ToString(),
        new SortedDictionary<string, string>(
            request.Headers.ToDictionary(header => header.Key, header => header.Value.ToString()),
            StringComparer.OrdinalIgnoreCase));
}

internal sealed record Received(long Bytes, string Sha256);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, WriteIndented = true)]
[JsonSerializable(typeof(Info))]
[JsonSerializable(typeof(Received))]
internal sealed partial class HelloJson : JsonSerializerContext;
