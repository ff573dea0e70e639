using System.Text;

namespace Haloy.Proxy.Forwarding;

/// <summary>Header fields that answers get in place of what the app said of them.</summary>
internal sealed class ResponseFields
{
    // What the pages of ours say themselves, and what is said of another content.
    private static readonly HashSet<string> Pages = new(StringComparer.OrdinalIgnoreCase)
    {
        "content-type", "cache-control", "content-encoding", "content-language", "content-range", "etag", "expires", "last-modified", "vary",
        "location", "set-cookie", "www-authenticate", "retry-after",
    };

    private readonly byte[][] _names;
    private readonly (byte[] Name, byte[] Value)[] _added;
    private readonly byte[] _lines;
    private readonly IReadOnlyDictionary<string, string> _fields;
    private ResponseFields? _onPages;

    /// <param name="fields">By name; an empty value takes the app's away and puts nothing in its place.</param>
    public ResponseFields(IReadOnlyDictionary<string, string> fields)
    {
        _fields = fields;
        _names = [.. fields.Keys.Select(Encoding.ASCII.GetBytes)];
        _added = [.. fields.Where(f => f.Value.Length > 0).Select(f => (Encoding.ASCII.GetBytes(f.Key), Encoding.UTF8.GetBytes(f.Value)))];
        _lines = [.. _added.SelectMany(f => (byte[])[.. f.Name, .. ": "u8, .. f.Value, .. "\r\n"u8])];
    }

    /// <summary>The fields as HTTP/1.1 writes them.</summary>
    public ReadOnlySpan<byte> Lines => _lines;

    /// <summary>The fields one by one.</summary>
    public ReadOnlySpan<(byte[] Name, byte[] Value)> Entries => _added;

    /// <summary>Those of them that also go on the pages of the proxy.</summary>
    public ResponseFields OnPages => _onPages ??= new ResponseFields(_fields.Where(f => !Pages.Contains(f.Key)).ToDictionary());

    /// <summary>Lets what the app said of them not be passed on.</summary>
    public void Hide(ResponseHead head, ReadOnlySpan<byte> bytes)
    {
        head.Added = this;
        for (var i = 0; i < head.FieldCount; i++)
        {
            if (Sets(head.Fields[i].Name(bytes)))
                head.Drop(i);
        }
    }

    /// <summary>Whether they say what this field is.</summary>
    public bool Sets(ReadOnlySpan<byte> name)
    {
        foreach (var set in _names)
        {
            if (Ascii.EqualsIgnoreCase(set, name))
                return true;
        }

        return false;
    }
}
