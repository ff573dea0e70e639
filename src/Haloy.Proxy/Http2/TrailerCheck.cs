using Haloy.Proxy.Forwarding;
using Haloy.Proxy.Http2.Hpack;

namespace Haloy.Proxy.Http2;

/// <summary>Looks at the fields of trailers, which are read since they change the table, and dropped.</summary>
internal sealed class TrailerCheck : IFieldSink
{
    /// <summary>Whether there was one that may not be in trailers (RFC 9113 §8.1 and §8.2.1).</summary>
    public bool IsMalformed { get; private set; }

    public void OnField(ReadOnlySpan<byte> name, ReadOnlySpan<byte> value) =>
        IsMalformed |= !FieldSyntax.IsToken(name) || name.ContainsAnyInRange((byte)'A', (byte)'Z') || !FieldSyntax.IsValue(value);
}
