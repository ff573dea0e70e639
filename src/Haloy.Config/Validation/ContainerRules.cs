using Haloy.Contracts.Api;

namespace Haloy.Config.Validation;

/// <summary>What the container of a replica is made of, beyond its image.</summary>
internal static class ContainerRules
{
    private const string HostGateway = "host-gateway";

    public static void Check(TargetConfig target, Findings findings)
    {
        CommandRules.Check(target.Command, "command", findings);
        CommandRules.Check(target.Entrypoint, "entrypoint", findings);
        User(target.User, findings);
        if (target.Resources?.Cpus is < Limits.LeastCpus or > Limits.MostCpus)
            findings.Value("resources.cpus", $"'cpus' must be {Limits.LeastCpus} to {Limits.MostCpus}, not {target.Resources.Cpus}");
        findings.Size("resources.memory", target.Resources?.MemoryBytes, Limits.Memory);
        for (var i = 0; i < (target.ExtraHosts?.Count ?? 0); i++)
            ExtraHost(target.ExtraHosts![i], $"extra_hosts[{i}]", findings);
        for (var i = 0; i < (target.Volumes?.Count ?? 0); i++)
            VolumeRules.Check(target.Volumes![i], $"volumes[{i}]", findings);
        findings.NoBlanks("network", target.Network);
        if (target.Log is { } log)
            Log(log, findings);
    }

    private static void User(string? user, Findings findings)
    {
        if (string.IsNullOrEmpty(user))
            return;
        var parts = user.Split(':');
        if (parts.Length > 2 || parts.Any(p => p.Length == 0 || p.Any(c => char.IsWhiteSpace(c) || char.IsControl(c))))
            findings.Value("user", $"'{user}' is not a user", "Write a name or number, optionally with ':' and a group: app, 1000, 1000:1000.");
    }

    private static void ExtraHost(string entry, string path, Findings findings)
    {
        var colon = entry.IndexOf(':', StringComparison.Ordinal);
        var (name, address) = colon < 0 ? (entry, "") : (entry[..colon], entry[(colon + 1)..]);
        if (colon < 0)
            findings.Value(path, $"'{entry}' has no ':' between name and address", "For example: db.internal:10.0.0.5");
        else if (name.Length == 0 || !name.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '.' or '_'))
            findings.Value(path, $"'{name}' is not a host name");
        else if (address != HostGateway && !IpText.TryAddress(address, out _))
            findings.Value(path, $"'{address}' is not an IP address", $"The address of the server itself is written {HostGateway}.");
    }

    private static void Log(LogDriverConfig log, Findings findings)
    {
        if (string.IsNullOrWhiteSpace(log.Driver))
            findings.Missing("log.driver", "For example: driver: local");
        findings.NoBlanks("log.driver", log.Driver);
    }
}
