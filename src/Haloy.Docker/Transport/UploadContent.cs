using System.Net;

namespace Haloy.Docker.Transport;

/// <summary>A tar streamed to the engine. Keeps apart the two ways an upload can break: our source, or the connection.</summary>
internal sealed class UploadContent : HttpContent
{
    private const int BufferBytes = 128 * 1024;
    private readonly Stream _source;

    public UploadContent(Stream source)
    {
        _source = source;
        Headers.ContentType = new("application/x-tar");
    }

    /// <summary>What reading the source threw.</summary>
    public Exception? SourceFailure { get; private set; }

    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) =>
        SerializeToStreamAsync(stream, context, CancellationToken.None);

    protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context, CancellationToken cancellationToken)
    {
        var buffer = new byte[BufferBytes];
        for (var read = await ReadSourceAsync(buffer, cancellationToken); read > 0; read = await ReadSourceAsync(buffer, cancellationToken))
            await stream.WriteAsync(buffer.AsMemory(0, read), cancellationToken);
    }

    // The length of a stream that can seek would be right today and wrong when it grows meanwhile: chunks are always right.
    protected override bool TryComputeLength(out long length)
    {
        length = 0;
        return false;
    }

    private async ValueTask<int> ReadSourceAsync(byte[] buffer, CancellationToken cancellationToken)
    {
        try
        {
            return await _source.ReadAsync(buffer, cancellationToken);
        }
        catch (Exception error) when (error is not OperationCanceledException)
        {
            SourceFailure = error;
            throw;
        }
    }
}
