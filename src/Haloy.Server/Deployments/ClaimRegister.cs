namespace Haloy.Server.Deployments;

/// <summary>Gives every name and path to who asks first.</summary>
internal sealed class ClaimRegister
{
    private readonly HashSet<string> _hosts = new(StringComparer.Ordinal);
    private readonly HashSet<string> _paths = new(StringComparer.Ordinal);
    private readonly HashSet<string> _aliases = new(StringComparer.Ordinal);

    /// <summary>Keeps a host from everybody.</summary>
    public void Reserve(string host) => _aliases.Add(host);

    /// <summary>What of a claim is still to be had; <see langword="null"/> for nothing.</summary>
    public RouteClaim? Take(RouteClaim claim)
    {
        if (_aliases.Contains(claim.Host) || !_paths.Add(claim.ToString()))
            return null;
        _hosts.Add(claim.Host);
        return claim with { Aliases = [.. claim.Aliases.Where(a => !_hosts.Contains(a) && _aliases.Add(a))] };
    }
}
