using System.Buffers.Binary;
using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Threading.Channels;

namespace Haloy.Proxy.Tests.Support;

/// <summary>A call in the shape of gRPC over HTTP/2: messages behind their length, and a status behind the last.</summary>
internal sealed class GrpcCall : IAsyncDisposable
{
    private readonly Channel<byte[]> _outgoing = Channel.CreateUnbounded<byte[]>();
    private readonly CancellationTokenSource _cancel = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
    private readonly HttpRequestMessage _request;
    private readonly Task<HttpResponseMessage> _response;
    private Stream? _stream;

    public GrpcCall(HttpClient client, string method)
    {
        _request = new HttpRequestMessage(HttpMethod.Post, method)
        {
            Version = HttpVersion.Version20,
            VersionPolicy = HttpVersionPolicy.RequestVersionExact,
            Content = new Messages(_outgoing.Reader),
        };
        _request.Headers.TE.Add(new TransferCodingWithQualityHeaderValue("trailers"));
        _response = client.SendAsync(_request, HttpCompletionOption.ResponseHeadersRead, _cancel.Token);
    }

    /// <summary>Sends messages, ends the request, and reads the answer: messages with a bar behind each, and the status.</summary>
    public static async Task<(string Messages, string Status)> RunAsync(HttpClient client, string method, params string[] messages)
    {
        await using var call = new GrpcCall(client, method);
        foreach (var message in messages)
            call.Send(message);
        call.EndSending();
        var answers = new StringBuilder();
        while (await call.ReadAsync() is { } answer)
            answers.Append(answer).Append('|');
        return (answers.ToString(), await call.StatusAsync());
    }

    public static byte[] Frame(string message)
    {
        byte[] frame = [0, 0, 0, 0, 0, .. Encoding.UTF8.GetBytes(message)];
        BinaryPrimitives.WriteInt32BigEndian(frame.AsSpan(1), frame.Length - 5);
        return frame;
    }

    /// <summary>The next message of a stream; <see langword="null"/> at its end.</summary>
    public static async Task<string?> ReadAsync(Stream stream, CancellationToken cancellationToken)
    {
        var head = new byte[5];
        var read = await stream.ReadAtLeastAsync(head, head.Length, throwOnEndOfStream: false, cancellationToken);
        if (read == 0)
            return null;
        Assert.Equal(head.Length, read);
        var message = new byte[BinaryPrimitives.ReadInt32BigEndian(head.AsSpan(1))];
        await stream.ReadExactlyAsync(message, cancellationToken);
        return Encoding.UTF8.GetString(message);
    }

    public void Send(string message) => _outgoing.Writer.TryWrite(Frame(message));

    public void EndSending() => _outgoing.Writer.TryComplete();

    /// <summary>The next message of the answer; <see langword="null"/> at its end.</summary>
    public async Task<string?> ReadAsync()
    {
        _stream ??= await (await _response).Content.ReadAsStreamAsync(_cancel.Token);
        return await ReadAsync(_stream, _cancel.Token);
    }

    /// <summary>The status behind the answer, or in place of it.</summary>
    public async Task<string> StatusAsync()
    {
        var response = await _response;
        return (response.TrailingHeaders.TryGetValues("grpc-status", out var values) ? "" : "head ")
            + (values ?? response.Headers.GetValues("grpc-status")).Single();
    }

    /// <summary>Gives the call up; its answer must have begun.</summary>
    public async Task CancelAsync()
    {
        await _cancel.CancelAsync();
        (await _response).Dispose();
    }

    public async ValueTask DisposeAsync()
    {
        EndSending();
        await _cancel.CancelAsync();
        _request.Dispose();
        _cancel.Dispose();
    }

    private sealed class Messages : HttpContent
    {
        private readonly ChannelReader<byte[]> _messages;

        public Messages(ChannelReader<byte[]> messages)
        {
            _messages = messages;
            Headers.ContentType = new MediaTypeHeaderValue("application/grpc");
        }

        protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) => SerializeToStreamAsync(stream, context, default);

        protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context, CancellationToken cancellationToken)
        {
            // The head goes at once, though there is nothing to say yet.
            await stream.FlushAsync(cancellationToken);
            await foreach (var message in _messages.ReadAllAsync(cancellationToken))
            {
                await stream.WriteAsync(message, cancellationToken);
                await stream.FlushAsync(cancellationToken);
            }
        }

        protected override bool TryComputeLength(out long length)
        {
            length = 0;
            return false;
        }
    }
}
