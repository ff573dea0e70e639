using System.Text;
using Microsoft.Net.Http.Headers;

namespace Haloy.Proxy.Forwarding;

/// <summary>
/// Turns header bytes into strings without making the same string twice: backends repeat themselves. Direct-mapped and lossy;
/// threads may race for a slot, the loser only makes a string anew.
/// </summary>
internal sealed class HeaderStringCache
{
    private const int Slots = 64;
    private const int LongestKept = 96;

    private static readonly string?[] CommonNames = MakeCommonNames();

    private readonly string?[] _names = (string?[])CommonNames.Clone();
    private readonly string?[] _values = new string?[Slots];

    /// <summary>The name; for well-known ones the instance Kestrel recognises by reference.</summary>
    public string Name(ReadOnlySpan<byte> bytes) => Find(_names, bytes);

    public string Value(ReadOnlySpan<byte> bytes) => bytes.IsEmpty ? "" : Find(_values, bytes);

    private static string Find(string?[] slots, ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length > LongestKept)
            return Encoding.Latin1.GetString(bytes);

        ref var slot = ref slots[Slot(bytes)];
        var known = slot;
        return known is not null && Ascii.Equals(bytes, known) ? known : slot = Encoding.Latin1.GetString(bytes);
    }

    private static int Slot(ReadOnlySpan<byte> bytes)
    {
        var middle = bytes[bytes.Length / 2];
        return (int)((uint)(bytes.Length * 31 + bytes[0] * 7 + bytes[^1] * 13 + middle * 3) % Slots);
    }

    private static string?[] MakeCommonNames()
    {
        var names = new string?[Slots];
        ReadOnlySpan<string> common =
        [
            HeaderNames.Vary, HeaderNames.Location, HeaderNames.ContentEncoding, HeaderNames.AcceptRanges, HeaderNames.LastModified,
            HeaderNames.ETag, HeaderNames.CacheControl, HeaderNames.SetCookie, HeaderNames.Server, HeaderNames.Date, HeaderNames.ContentType,
        ];
        foreach (var name in common)
            names[Slot(Encoding.Latin1.GetBytes(name))] = name;
        return names;
    }
}
