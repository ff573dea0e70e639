using System.Net;
using System.Text;
using Haloy.Proxy.Http1;

namespace Haloy.Proxy.Hosting;

/// <summary>The proxies in front of this one, whose word on where a request comes from is taken; everybody else's is not.</summary>
internal sealed class TrustedProxies(IReadOnlyList<IPNetwork> networks)
{
    /// <summary>Whether there are such.</summary>
    public bool Any => networks.Count > 0;

    public bool Contains(IPAddress? address)
    {
        foreach (var network in networks)
        {
            if (address is not null && network.Contains(address))
                return true;
        }

        return false;
    }

    /// <summary>Where a request of <paramref name="client"/> comes from: from itself, unless it is trusted and says something else.</summary>
    public Origin OriginOf(Client client, RequestHead request, ReadOnlySpan<byte> bytes)
    {
        if (!client.IsTrusted)
            return client;
        var chain = ChainOf(request, bytes);
        var proto = request.ValueOf(bytes, "X-Forwarded-Proto"u8);
        var host = request.ValueOf(bytes, "X-Forwarded-Host"u8);
        return new(
            Visitor(chain) ?? client.Address,
            proto.IsEmpty ? client.IsHttps : Ascii.EqualsIgnoreCase(proto, "https"u8),
            chain.Length == 0 ? client.ForwardedFor.ToArray() : Encoding.ASCII.GetBytes($"{chain}, {client.Address}"),
            HostSyntax.IsValid(host) ? host.ToArray() : []);
    }

    // Each proxy adds who it was asked by at the end: the last that is no proxy of ours is the visitor, what stands before is hearsay.
    private IPAddress? Visitor(string chain)
    {
        IPAddress? visitor = null;
        foreach (var item in chain.Split(',', StringSplitOptions.TrimEntries).AsEnumerable().Reverse())
        {
            if (!IPEndPoint.TryParse(item, out var endPoint))
                break;
            visitor = endPoint.Address.IsIPv4MappedToIPv6 ? endPoint.Address.MapToIPv4() : endPoint.Address;
            if (!Contains(visitor))
                break;
        }

        return visitor;
    }

    private static string ChainOf(RequestHead request, ReadOnlySpan<byte> bytes)
    {
        var chain = new StringBuilder();
        foreach (var field in request.Fields)
        {
            if (!Ascii.EqualsIgnoreCase(field.Name(bytes), "X-Forwarded-For"u8))
                continue;
            chain.Append(chain.Length == 0 ? "" : ", ").Append(Encoding.ASCII.GetString(field.Value(bytes)));
        }

        return chain.ToString();
    }
}
