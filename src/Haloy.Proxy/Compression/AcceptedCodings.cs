using System.Runtime.CompilerServices;
using System.Text;
using Haloy.Proxy.Forwarding;

namespace Haloy.Proxy.Compression;

/// <summary>
/// Reads which coding a client likes best (RFC 9110 §12.5.3). What is malformed asks for nothing: who cannot say what it understands gets
/// what everybody understands.
/// </summary>
internal struct AcceptedCodings
{
    private const int Whole = 1000;
    private const int Unnamed = -1;
    private const int Any = (int)ContentCoding.Zstd + 1;

    private Qualities _named;

    private AcceptedCodings(int everything) => ((Span<int>)_named).Fill(everything);

    /// <summary>What the Accept-Encoding fields of a request say together.</summary>
    public static AcceptedCodings Of(in SentHead request)
    {
        var codings = new AcceptedCodings(Unnamed);
        var at = 0;
        while (request.TryNext("Accept-Encoding"u8, ref at, out var value))
        {
            if (!codings.TryRead(value))
                return new AcceptedCodings(0);
        }

        return codings;
    }

    /// <summary>The same for one field.</summary>
    public static AcceptedCodings Of(ReadOnlySpan<byte> value)
    {
        var codings = new AcceptedCodings(Unnamed);
        return codings.TryRead(value) ? codings : new AcceptedCodings(0);
    }

    /// <summary>The best of those that can be had.</summary>
    /// <param name="hasZstd">Whether that one can.</param>
    public readonly ContentCoding Best(bool hasZstd)
    {
        var (best, quality) = (ContentCoding.Identity, Math.Max(_named[(int)ContentCoding.Identity], 0));
        for (var coding = ContentCoding.Gzip; coding <= (hasZstd ? ContentCoding.Zstd : ContentCoding.Brotli); coding++)
        {
            var named = _named[(int)coding];
            var own = named == Unnamed ? _named[Any] : named;
            if (own > 0 && own >= quality)
                (best, quality) = (coding, own);
        }

        return best;
    }

    private bool TryRead(ReadOnlySpan<byte> value)
    {
        foreach (var range in value.Split((byte)','))
        {
            var item = value[range].Trim(" \t"u8);
            // Empty elements are to be put up with (RFC 9110 §5.6.1.2).
            if (!item.IsEmpty && !TryReadItem(item))
                return false;
        }

        return true;
    }

    private bool TryReadItem(ReadOnlySpan<byte> item)
    {
        var semicolon = item.IndexOf((byte)';');
        var name = (semicolon < 0 ? item : item[..semicolon]).TrimEnd(" \t"u8);
        var quality = semicolon < 0 ? Whole : QualityOf(item[(semicolon + 1)..].TrimStart(" \t"u8));
        if (quality < 0 || !FieldSyntax.IsToken(name))
            return false;
        if (IndexOf(name) is >= 0 and var index)
            _named[index] = _named[index] == Unnamed ? quality : Math.Min(_named[index], quality);
        return true;
    }

    private static int IndexOf(ReadOnlySpan<byte> name) => name.Length switch
    {
        1 when name[0] == (byte)'*' => Any,
        2 when Ascii.EqualsIgnoreCase(name, "br"u8) => (int)ContentCoding.Brotli,
        4 when Ascii.EqualsIgnoreCase(name, "gzip"u8) => (int)ContentCoding.Gzip,
        4 when Ascii.EqualsIgnoreCase(name, "zstd"u8) => (int)ContentCoding.Zstd,
        // RFC 9110 §8.4.1.3
        6 when Ascii.EqualsIgnoreCase(name, "x-gzip"u8) => (int)ContentCoding.Gzip,
        8 when Ascii.EqualsIgnoreCase(name, "identity"u8) => (int)ContentCoding.Identity,
        _ => Unnamed,
    };

    // RFC 9110 §12.4.2: "q=" and a number from 0 to 1 with three decimals at most; in thousandths.
    private static int QualityOf(ReadOnlySpan<byte> weight)
    {
        if (weight.Length is < 3 or > 7 || (weight[0] | 0x20) != 'q' || weight[1] != (byte)'=' || weight[2] is not ((byte)'0' or (byte)'1'))
            return -1;
        if (weight.Length > 3 && weight[3] != (byte)'.')
            return -1;
        var (quality, unit) = ((weight[2] - '0') * Whole, Whole);
        foreach (var digit in weight.Length > 3 ? weight[4..] : default)
        {
            if (!char.IsAsciiDigit((char)digit))
                return -1;
            unit /= 10;
            quality += (digit - '0') * unit;
        }

        return quality <= Whole ? quality : -1;
    }

    [InlineArray(Any + 1)]
    private struct Qualities
    {
        private int _first;
    }
}
