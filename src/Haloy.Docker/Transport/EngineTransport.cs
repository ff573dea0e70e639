using System.Net;
using System.Runtime.CompilerServices;
using System.Runtime.ExceptionServices;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace Haloy.Docker.Transport;

/// <summary>Sends requests in the negotiated version and turns every way they fail into one of our exceptions.</summary>
internal sealed class EngineTransport : IDisposable
{
    private const int MaxErrorBytes = 64 * 1024;
    private readonly DockerEndpoint _endpoint;
    private readonly TimeProvider _time;
    private readonly HttpMessageInvoker _http;
    private readonly Uri _root;
    private readonly VersionNegotiation _version;

    public EngineTransport(DockerEndpoint endpoint, TimeProvider time)
    {
        _endpoint = endpoint;
        _time = time;
        _root = EngineConnection.Root(endpoint);
        _http = new HttpMessageInvoker(EngineConnection.CreateHandler(endpoint), disposeHandler: true);
        _version = new VersionNegotiation(NegotiateAsync);
    }

    public TimeProvider Time => _time;

    public Task<ApiVersion> VersionAsync(CancellationToken cancellationToken) => _version.GetAsync(cancellationToken);

    /// <summary>Asks anew, even when the version is known.</summary>
    public Task PingAsync(CancellationToken cancellationToken)
    {
        _version.Reset();
        return _version.GetAsync(cancellationToken);
    }

    /// <summary>The engine's clock, to the second, rounded down.</summary>
    public async Task<DateTimeOffset> ClockAsync(CancellationToken cancellationToken)
    {
        using var response = await SendAsync(EngineRequest.Get("/_ping"), cancellationToken);
        return response.Headers.Date ?? _time.GetUtcNow() - TimeSpan.FromSeconds(2);
    }

    /// <summary>Sends and returns the answer with its body unread; 2xx and 304 are success, all else a <see cref="DockerApiException"/>.</summary>
    public async Task<HttpResponseMessage> SendAsync(EngineRequest request, CancellationToken cancellationToken)
    {
        for (var retry = request.Upload is null; ; retry = false)
        {
            var version = await _version.GetAsync(cancellationToken);
            var response = await SendRawAsync(request, $"v{version}", cancellationToken);
            if (response.IsSuccessStatusCode || response.StatusCode == HttpStatusCode.NotModified)
                return response;

            var error = await ReadErrorAsync(response, request, cancellationToken);
            if (!IsVersionRefusal(error))
                throw error;
            // The engine was replaced by one of another version since we asked.
            _version.Reset();
            if (!retry)
                throw Unavailable.NoCommonVersion(_endpoint, error.EngineMessage);
        }
    }

    /// <summary>Sends and drops the body.</summary>
    public async Task<HttpStatusCode> RunAsync(EngineRequest request, CancellationToken cancellationToken)
    {
        using var response = await SendAsync(request, cancellationToken);
        return response.StatusCode;
    }

    /// <summary>As <see cref="RunAsync"/>; <see langword="false"/> when the engine does not know the thing.</summary>
    public async Task<bool> RunIfFoundAsync(EngineRequest request, CancellationToken cancellationToken)
    {
        try
        {
            await RunAsync(request, cancellationToken);
            return true;
        }
        catch (DockerApiException error) when (error.StatusCode == HttpStatusCode.NotFound)
        {
            return false;
        }
    }

    /// <summary>Sends and reads one JSON value.</summary>
    public async Task<T> ReadAsync<T>(EngineRequest request, JsonTypeInfo<T> type, CancellationToken cancellationToken)
        where T : class
    {
        await using var body = await OpenAsync(request, cancellationToken);
        try
        {
            return await JsonSerializer.DeserializeAsync(body, type, cancellationToken) ?? throw new JsonException("null");
        }
        catch (JsonException error)
        {
            throw new DockerProtocolException($"Docker's answer to {request.Description} is not what its API promises: {error.Message}", error);
        }
    }

    /// <summary>As <see cref="ReadAsync"/>; <see langword="null"/> when the engine does not know the thing.</summary>
    public async Task<T?> FindAsync<T>(EngineRequest request, JsonTypeInfo<T> type, CancellationToken cancellationToken)
        where T : class
    {
        try
        {
            return await ReadAsync(request, type, cancellationToken);
        }
        catch (DockerApiException error) when (error.StatusCode == HttpStatusCode.NotFound)
        {
            return null;
        }
    }

    /// <summary>Sends and returns the body as a stream that owns the connection.</summary>
    public async Task<ResponseStream> OpenAsync(EngineRequest request, CancellationToken cancellationToken)
    {
        var response = await SendAsync(request, cancellationToken);
        return await ResponseStream.OpenAsync(response, request.Description, cancellationToken);
    }

    /// <summary>Sends and reads the progress of a pull, load or build; an error reported in it is a <see cref="DockerApiException"/>.</summary>
    public async IAsyncEnumerable<ProgressWire> ProgressAsync(EngineRequest request, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await using var body = await OpenAsync(request, cancellationToken);
        await foreach (var message in JsonMessages.ReadAsync(body, DockerJson.Default.ProgressWire, request.Description, cancellationToken))
        {
            if ((message.ErrorDetail?.Message ?? message.Error) is { Length: > 0 } error)
                throw new DockerApiException(null, error, request.Description);
            yield return message;
        }
    }

    public void Dispose() => _http.Dispose();

    private async Task<HttpResponseMessage> SendRawAsync(EngineRequest request, string versionPrefix, CancellationToken cancellationToken)
    {
        using var message = request.ToMessage(_root, versionPrefix);
        try
        {
            return await _http.SendAsync(message, cancellationToken);
        }
        catch (Exception) when (request.Upload?.SourceFailure is { } failure)
        {
            ExceptionDispatchInfo.Throw(failure);
            throw;
        }
        catch (Exception error) when (IsConnectionFailure(error) && !cancellationToken.IsCancellationRequested)
        {
            _version.Reset();
            throw Unavailable.Because(_endpoint, error);
        }
    }

    private async Task<ApiVersion> NegotiateAsync()
    {
        using var timeout = new CancellationTokenSource(EngineConnection.ConnectTimeout, _time);
        try
        {
            using var message = EngineRequest.Get("/_ping").ToMessage(_root, "");
            using var response = await _http.SendAsync(message, timeout.Token);
            var header = response.Headers.TryGetValues("Api-Version", out var values) ? values.FirstOrDefault() : null;
            if (ApiVersion.TryParse(header) is not { } offered)
                throw new DockerProtocolException($"What listens at {_endpoint} is not a Docker engine: its ping names no API version.", null);
            if (offered < ApiVersion.Oldest)
                throw Unavailable.TooOld(_endpoint, offered);
            return offered < ApiVersion.Newest ? offered : ApiVersion.Newest;
        }
        catch (Exception error) when (IsConnectionFailure(error))
        {
            throw Unavailable.Because(_endpoint, error);
        }
    }

    private static bool IsConnectionFailure(Exception error) => error is HttpRequestException or IOException or OperationCanceledException;

    // "client version 1.47 is too new. Maximum supported API version is 1.41", or too old with a minimum.
    private static bool IsVersionRefusal(DockerApiException error) =>
        error.StatusCode == HttpStatusCode.BadRequest && error.EngineMessage.StartsWith("client version ", StringComparison.Ordinal);

    private static async Task<DockerApiException> ReadErrorAsync(HttpResponseMessage response, EngineRequest request, CancellationToken cancellationToken)
    {
        var status = response.StatusCode;
        await using var body = await ResponseStream.OpenAsync(response, request.Description, cancellationToken);
        var bytes = new byte[MaxErrorBytes];
        var length = await body.ReadAtLeastAsync(bytes, bytes.Length, throwOnEndOfStream: false, cancellationToken);
        return new DockerApiException(status, ErrorBody.Message(bytes.AsSpan(0, length), status), request.Description);
    }
}
