namespace Haloy.Proxy.Http1;

/// <summary>Which protocols a connection may be switched to.</summary>
internal static class UpgradeToken
{
    /// <summary>Any but HTTP/2: an <c>h2c</c> tunnel would carry requests past routing and header rules.</summary>
    public static bool IsPassedOn(ReadOnlySpan<byte> upgrade)
    {
        if (upgrade.IsEmpty)
            return false;
        for (var i = 0; i + 3 <= upgrade.Length; i++)
        {
            if ((upgrade[i] | 0x20) == 'h' && upgrade[i + 1] == (byte)'2' && (upgrade[i + 2] | 0x20) == 'c')
                return false;
        }

        return true;
    }
}
