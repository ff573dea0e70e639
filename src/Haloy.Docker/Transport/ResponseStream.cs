namespace Haloy.Docker.Transport;

/// <summary>The body of an answer. Owns the response, so that disposing it half-read closes the connection; a connection that breaks is our exception.</summary>
internal sealed class ResponseStream : Stream
{
    private readonly HttpResponseMessage _response;
    private readonly Stream _body;
    private readonly string _request;

    private ResponseStream(HttpResponseMessage response, Stream body, string request)
    {
        _response = response;
        _body = body;
        _request = request;
    }

    /// <summary>Media type of the answer, without parameters.</summary>
    public string? ContentType => _response.Content.Headers.ContentType?.MediaType;

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public static async Task<ResponseStream> OpenAsync(HttpResponseMessage response, string request, CancellationToken cancellationToken)
    {
        try
        {
            return new(response, await response.Content.ReadAsStreamAsync(cancellationToken), request);
        }
        catch
        {
            response.Dispose();
            throw;
        }
    }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        try
        {
            return await _body.ReadAsync(buffer, cancellationToken);
        }
        catch (IOException error) when (!cancellationToken.IsCancellationRequested)
        {
            throw Unavailable.CutOff(_request, error);
        }
        catch (IOException error)
        {
            throw new OperationCanceledException(error.Message, error, cancellationToken);
        }
    }

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override int Read(byte[] buffer, int offset, int count)
    {
        try
        {
            return _body.Read(buffer, offset, count);
        }
        catch (IOException error)
        {
            throw Unavailable.CutOff(_request, error);
        }
    }

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (disposing)
            _response.Dispose();
        base.Dispose(disposing);
    }
}
