using System.Buffers.Binary;
using System.Net;

namespace Haloy.Proxy.Hosting;

/// <summary>
/// Counts the connections of each address. An IPv6 client has a whole /64 to choose from, so that is what counts as one address; this
/// machine itself is not limited.
/// </summary>
/// <param name="most">Connections that one address may have; 0 for as many as it likes.</param>
internal sealed class ConnectionLimit(int most)
{
    private readonly Lock _lock = new();
    private readonly Dictionary<ulong, int> _connections = [];

    /// <summary>Addresses that have connections now.</summary>
    public int Addresses
    {
        get
        {
            lock (_lock)
                return _connections.Count;
        }
    }

    /// <summary>Counts a connection that has come; <see langword="false"/> when there are too many, and it does not count.</summary>
    public bool TryEnter(IPAddress? address)
    {
        if (!IsLimited(address))
            return true;
        var key = KeyOf(address!);
        lock (_lock)
        {
            var count = _connections.GetValueOrDefault(key);
            if (count >= most)
                return false;
            _connections[key] = count + 1;
            return true;
        }
    }

    /// <summary>A connection that was counted has ended.</summary>
    public void Leave(IPAddress? address)
    {
        if (!IsLimited(address))
            return;
        var key = KeyOf(address!);
        lock (_lock)
        {
            if (_connections.GetValueOrDefault(key) <= 1)
                _connections.Remove(key);
            else
                _connections[key]--;
        }
    }

    private bool IsLimited(IPAddress? address) => most > 0 && address is not null && !IPAddress.IsLoopback(address);

    // No IPv6 client has an address that begins with 16 ones (those are for multicast), so the two families cannot meet.
    private static ulong KeyOf(IPAddress address)
    {
        Span<byte> bytes = stackalloc byte[16];
        address.TryWriteBytes(bytes, out var length);
        return length == 4 ? 0xffff_0000_0000_0000 | BinaryPrimitives.ReadUInt32BigEndian(bytes) : BinaryPrimitives.ReadUInt64BigEndian(bytes);
    }
}
