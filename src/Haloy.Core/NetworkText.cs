using System.Net;

namespace Haloy.Core;

/// <summary>Networks as text, such as <c>10.0.0.0/8</c> or <c>2001:db8::/32</c>.</summary>
public static class NetworkText
{
    /// <summary>Reads a network, or an address, which is a network of one.</summary>
    public static bool TryParse(string? text, out IPNetwork network)
    {
        if (IPNetwork.TryParse(text, out network))
            return true;
        if (!IPAddress.TryParse(text, out var address))
            return false;
        network = new IPNetwork(address, address.GetAddressBytes().Length * 8);
        return true;
    }
}
