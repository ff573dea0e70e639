using System.Globalization;

namespace Haloy.Proxy.Routing;

/// <summary>
/// Finds segments that mean the folder itself or the one above (RFC 3986 §5.2.4), in whatever form an app might see one: encoded, and between
/// backslashes too. Browsers resolve them before they ask.
/// </summary>
internal static class DotSegments
{
    /// <summary>Whether the path of a request target has one.</summary>
    public static bool AreIn(ReadOnlySpan<byte> target)
    {
        var query = target.IndexOf((byte)'?');
        var path = query < 0 ? target : target[..query];
        if (path.IndexOfAny((byte)'.', (byte)'%') < 0)
            return false;
        var (dots, others) = (0, false);
        while (!path.IsEmpty)
        {
            var letter = Next(ref path);
            if (letter is (byte)'/' or (byte)'\\')
            {
                if (!others && dots is (1 or 2))
                    return true;
                (dots, others) = (0, false);
            }
            else if (letter == (byte)'.')
            {
                dots++;
            }
            else
            {
                others = true;
            }
        }

        return !others && dots is (1 or 2);
    }

    private static byte Next(ref ReadOnlySpan<byte> path)
    {
        var (letter, length) = (path[0], 1);
        if (letter == (byte)'%' && byte.TryParse(path[1..Math.Min(path.Length, 3)], NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var decoded) && path.Length >= 3)
            (letter, length) = (decoded, 3);
        path = path[length..];
        return letter;
    }
}
