using Haloy.Proxy.Forwarding;
using Haloy.Proxy.Http2.Hpack;

namespace Haloy.Proxy.Http2;

/// <summary>Reads the fields behind a body.</summary>
internal sealed class TrailerReader : IFieldSink
{
    private Trailers _trailers = new();

    /// <summary>Whether there was one that may not be in trailers (RFC 9113 §8.1 and §8.2), or more than is put up with.</summary>
    public bool IsMalformed { get; private set; }

    /// <summary>Reads a block.</summary>
    /// <exception cref="Http2Exception">It is malformed as such.</exception>
    public void Read(HpackDecoder decoder, ReadOnlySpan<byte> block)
    {
        IsMalformed = false;
        _trailers.Clear();
        decoder.Decode(block, this);
    }

    /// <summary>What was read, for its stream to keep.</summary>
    public Trailers? Take()
    {
        if (_trailers.IsEmpty)
            return null;
        var taken = _trailers;
        _trailers = new Trailers();
        return taken;
    }

    public void OnField(ReadOnlySpan<byte> name, ReadOnlySpan<byte> value)
    {
        // A pseudo-header field is no token. What follows has to be read all the same: it changes the table.
        IsMalformed |= !HeadReader.IsName(name) || HeadReader.IsOfConnection(name) || !HeadReader.IsValue(value) || _trailers.IsFull(name.Length, value.Length);
        if (!IsMalformed)
            _trailers.Add(name, value);
    }
}
