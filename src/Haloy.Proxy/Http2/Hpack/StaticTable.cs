using System.Collections.Frozen;
using System.Text;

namespace Haloy.Proxy.Http2.Hpack;

/// <summary>The static table of RFC 7541 appendix A.</summary>
internal static class StaticTable
{
    private static readonly (string Name, string Value)[] Texts =
    [
        (":authority", ""),
        (":method", "GET"),
        (":method", "POST"),
        (":path", "/"),
        (":path", "/index.html"),
        (":scheme", "http"),
        (":scheme", "https"),
        (":status", "200"),
        (":status", "204"),
        (":status", "206"),
        (":status", "304"),
        (":status", "400"),
        (":status", "404"),
        (":status", "500"),
        ("accept-charset", ""),
        ("accept-encoding", "gzip, deflate"),
        ("accept-language", ""),
        ("accept-ranges", ""),
        ("accept", ""),
        ("access-control-allow-origin", ""),
        ("age", ""),
        ("allow", ""),
        ("authorization", ""),
        ("cache-control", ""),
        ("content-disposition", ""),
        ("content-encoding", ""),
        ("content-language", ""),
        ("content-length", ""),
        ("content-location", ""),
        ("content-range", ""),
        ("content-type", ""),
        ("cookie", ""),
        ("date", ""),
        ("etag", ""),
        ("expect", ""),
        ("expires", ""),
        ("from", ""),
        ("host", ""),
        ("if-match", ""),
        ("if-modified-since", ""),
        ("if-none-match", ""),
        ("if-range", ""),
        ("if-unmodified-since", ""),
        ("last-modified", ""),
        ("link", ""),
        ("location", ""),
        ("max-forwards", ""),
        ("proxy-authenticate", ""),
        ("proxy-authorization", ""),
        ("range", ""),
        ("referer", ""),
        ("refresh", ""),
        ("retry-after", ""),
        ("server", ""),
        ("set-cookie", ""),
        ("strict-transport-security", ""),
        ("transfer-encoding", ""),
        ("user-agent", ""),
        ("vary", ""),
        ("via", ""),
        ("www-authenticate", ""),
    ];

    private static readonly (byte[] Name, byte[] Value)[] Entries = [.. Texts.Select(t => (Encoding.ASCII.GetBytes(t.Name), Encoding.ASCII.GetBytes(t.Value)))];

    private static readonly FrozenDictionary<string, int>.AlternateLookup<ReadOnlySpan<char>> ByName = Texts
        .Select((t, i) => (t.Name, Index: i + 1))
        .DistinctBy(t => t.Name)
        .ToFrozenDictionary(t => t.Name, t => t.Index)
        .GetAlternateLookup<ReadOnlySpan<char>>();

    public static int Count => Entries.Length;

    /// <summary>An entry by its index, from 1.</summary>
    public static (byte[] Name, byte[] Value) At(int index) => Entries[index - 1];

    /// <summary>The first index with this lower-case name; 0 when there is none.</summary>
    public static int IndexOf(ReadOnlySpan<char> name) => ByName.TryGetValue(name, out var index) ? index : 0;
}
