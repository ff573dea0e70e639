using System.Net;
using Haloy.Core;

namespace Haloy.Proxy.Access;

/// <summary>The networks whose addresses may visit.</summary>
internal sealed class IpAllowList(IReadOnlyList<string> networks)
{
    private readonly IPNetwork[] _networks = [.. networks.Select(n => NetworkText.TryParse(n, out var network) ? network : throw new FormatException(n))];

    /// <summary>Whether somebody at <paramref name="address"/> may visit. Who is at no address may not.</summary>
    public bool Contains(IPAddress? address)
    {
        foreach (var network in _networks)
        {
            if (address is not null && network.Contains(address))
                return true;
        }

        return false;
    }
}
