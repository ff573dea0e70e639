using System.Net;
using Haloy.Proxy.Forwarding;
using Haloy.Proxy.Pages;
using Haloy.Proxy.Routing;

namespace Haloy.Proxy.Access;

/// <summary>Lets in whom the policy of a route allows.</summary>
internal sealed class AccessGate(PasswordChecker passwords)
{
    /// <summary>Decides by address and password.</summary>
    /// <param name="policy">The policy.</param>
    /// <param name="address">Where the client is.</param>
    /// <param name="authorization">Value of its Authorization field.</param>
    /// <param name="decision">Changed to the refusal when it may not go on.</param>
    /// <returns>A claim that has to be checked before it can be said.</returns>
    public Credentials? Pass(RoutePolicy policy, IPAddress? address, ReadOnlySpan<byte> authorization, ref Decision decision)
    {
        if (policy.IpAllow?.Contains(address) == false)
            decision = decision with { Action = RouteAction.Forbidden };
        else if (policy.BasicAuth is { } users)
            return Claim(users.Read(authorization), ref decision);
        return null;
    }

    /// <summary>Has a claim checked and then goes on with a parked request.</summary>
    public void Check(Credentials claim, Exchange exchange, int ticket)
    {
        if (!passwords.TryCheck(claim, isTrue => exchange.UnparkLater(ticket, isTrue ? null : ErrorPage.Unauthorized)))
            exchange.Unpark(ticket, ErrorPage.Busy);
    }

    private Credentials? Claim(Credentials? claim, ref Decision decision)
    {
        if (claim is null)
            decision = decision with { Action = RouteAction.Unauthorized };
        return claim is not null && passwords.IsRemembered(claim) ? null : claim;
    }
}
