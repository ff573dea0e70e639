using System.Buffers.Binary;
using System.Text;

namespace Haloy.Proxy.Tls;

/// <summary>What became visible of a TLS ClientHello.</summary>
internal enum HelloState
{
    /// <summary>More bytes are needed.</summary>
    Incomplete,

    /// <summary>Not a ClientHello we understand: left to the TLS library to refuse.</summary>
    Unknown,

    /// <summary>Read; the name may still be absent.</summary>
    Complete,
}

/// <summary>Finds the server name (RFC 6066 §3) in the first bytes of a connection, without consuming them.</summary>
internal static class ClientHello
{
    private const int RecordHeader = 5;
    private const int HandshakeHeader = 4;
    private const int VersionAndRandom = 2 + 32;
    private const int MaxHello = 16 * 1024;

    /// <param name="data">Everything received so far.</param>
    /// <param name="serverName">The name as sent, or <see langword="null"/>.</param>
    public static HelloState TryRead(ReadOnlySpan<byte> data, out string? serverName)
    {
        serverName = null;
        if (data.Length < RecordHeader)
            return data.Length > 0 && data[0] != 22 ? HelloState.Unknown : HelloState.Incomplete;

        var length = BinaryPrimitives.ReadUInt16BigEndian(data[3..]);
        if (data[0] != 22 || data[1] != 3 || length is < HandshakeHeader or > MaxHello)
            return HelloState.Unknown;
        if (data.Length < RecordHeader + length)
            return HelloState.Incomplete;

        // A hello split over several records is legal and rare; the TLS library reads it and the handshake callback checks the name.
        var record = new Reader(data.Slice(RecordHeader, length));
        if (record.Byte() != 1 || record.Skip(3).Remaining is 0)
            return HelloState.Unknown;
        serverName = ReadName(ref record);
        return record.Failed ? HelloState.Unknown : HelloState.Complete;
    }

    private static string? ReadName(ref Reader hello)
    {
        hello.Skip(VersionAndRandom);
        hello.Skip(hello.Byte());
        hello.Skip(hello.Short());
        hello.Skip(hello.Byte());
        if (hello.Remaining == 0)
            return null;

        var extensions = new Reader(hello.Take(hello.Short()));
        while (extensions.Remaining > 0 && !extensions.Failed)
        {
            var type = extensions.Short();
            var body = new Reader(extensions.Take(extensions.Short()));
            if (type != 0)
                continue;
            body.Skip(2);
            return body.Byte() == 0 ? Encoding.ASCII.GetString(body.Take(body.Short())) : null;
        }

        return null;
    }

    /// <summary>Reads big-endian fields; past the end it yields nothing and remembers that.</summary>
    private ref struct Reader(ReadOnlySpan<byte> data)
    {
        private ReadOnlySpan<byte> _rest = data;

        public bool Failed { get; private set; }

        public readonly int Remaining => _rest.Length;

        public int Byte() => Take(1) is [var value] ? value : 0;

        public int Short() => Take(2) is [var high, var low] ? (high << 8) | low : 0;

        public Reader Skip(int count)
        {
            Take(count);
            return this;
        }

        public ReadOnlySpan<byte> Take(int count)
        {
            if (count > _rest.Length)
            {
                Failed = true;
                _rest = default;
                return default;
            }

            var taken = _rest[..count];
            _rest = _rest[count..];
            return taken;
        }
    }
}
