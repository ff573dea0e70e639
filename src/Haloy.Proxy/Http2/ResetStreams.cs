namespace Haloy.Proxy.Http2;

/// <summary>
/// Streams that we have reset: their client may have sent more before it knew, which is to be dropped without a word (RFC 9113 §5.1). What was reset
/// longer ago than is remembered counts as reset, too. Takes no memory before there is one.
/// </summary>
internal struct ResetStreams
{
    // More than a client has open at a time; what is older, it knows of.
    private const int Remembered = 256;

    private int[]? _streams;
    private int _next;
    private int _forgotten;

    public void Add(int stream)
    {
        _streams ??= new int[Remembered];
        _forgotten = Math.Max(_forgotten, _streams[_next]);
        _streams[_next] = stream;
        _next = (_next + 1) % Remembered;
    }

    public readonly bool Contains(int stream) => stream <= _forgotten || (_streams is not null && Array.IndexOf(_streams, stream) >= 0);
}
