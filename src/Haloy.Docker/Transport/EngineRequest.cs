using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace Haloy.Docker.Transport;

/// <summary>A request before the API version is put in front of it; may be sent again unless its body is a stream.</summary>
internal sealed record EngineRequest(HttpMethod Method, string Path, string Query)
{
    private Func<HttpContent>? _content;

    /// <summary>The body when it is a stream that can be read only once.</summary>
    public UploadContent? Upload { get; private init; }

    /// <summary>Value of <c>X-Registry-Auth</c>.</summary>
    public string? RegistryAuth { get; init; }

    /// <summary>What may be shown of it: a query can hold build arguments, a body environment variables.</summary>
    public string Description => $"{Method} {Path}";

    public static EngineRequest Get(string path, params ReadOnlySpan<(string Name, string? Value)> query) =>
        new(HttpMethod.Get, path, Encode(query));

    public static EngineRequest Post(string path, params ReadOnlySpan<(string Name, string? Value)> query) =>
        new(HttpMethod.Post, path, Encode(query));

    public static EngineRequest Delete(string path, params ReadOnlySpan<(string Name, string? Value)> query) =>
        new(HttpMethod.Delete, path, Encode(query));

    public EngineRequest WithJson<T>(T body, JsonTypeInfo<T> type)
    {
        var bytes = JsonSerializer.SerializeToUtf8Bytes(body, type);
        return this with { _content = () => new ByteArrayContent(bytes) { Headers = { ContentType = new("application/json") } } };
    }

    public EngineRequest WithTar(Stream tar) => this with { Upload = new UploadContent(tar) };

    public HttpRequestMessage ToMessage(Uri root, string versionPrefix)
    {
        var message = new HttpRequestMessage(Method, new Uri(root, versionPrefix + Path + Query)) { Content = Upload ?? _content?.Invoke() };
        if (RegistryAuth is not null)
            message.Headers.Add("X-Registry-Auth", RegistryAuth);
        return message;
    }

    private static string Encode(ReadOnlySpan<(string Name, string? Value)> query)
    {
        var text = new StringBuilder();
        foreach (var (name, value) in query)
            if (value is not null)
                text.Append(text.Length == 0 ? '?' : '&').Append(name).Append('=').Append(Uri.EscapeDataString(value));
        return text.ToString();
    }
}
