using Haloy.Config.Validation;
using Haloy.Core;

namespace Haloy.Cli.Servers;

/// <summary>How to reach one daemon. The token is never part of any text made from this.</summary>
internal sealed class ServerConnection(string name, Uri baseAddress, string token, string tokenSource, DevDaemon? dev = null)
{
    /// <summary>The server as the user knows it.</summary>
    public string Name { get; } = name;

    public Uri BaseAddress { get; } = baseAddress;

    public string Token { get; } = token;

    /// <summary>Where the token was found, for messages.</summary>
    public string TokenSource { get; } = tokenSource;

    /// <summary>The development daemon this was found through.</summary>
    public DevDaemon? Dev { get; } = dev;

    /// <summary>Whether the daemon uses the same Docker engine as this machine.</summary>
    public bool IsLocal => Dev is not null || ServerAddress.IsLoopbackHost(BaseAddress.IdnHost);

    public Failure Unreachable(string reason)
    {
        var failure = Dev is { } d
            ? new Failure($"The development daemon of {d.FilePath} (pid {d.Pid}) does not answer at {BaseAddress.Authority}: {reason}.", "Start it with 'haloyd dev'.")
            : new Failure(
                $"Server '{Name}' cannot be reached at {BaseAddress.Scheme}://{BaseAddress.Authority}: {reason}.",
                "Check the name, that haloyd runs there and that its port is open to this machine.");
        return failure with { IsOutage = true };
    }

    public Failure Unauthorized() => Dev is { } d
        ? new Failure($"The development daemon at {BaseAddress.Authority} refused the token of {d.FilePath}.", "Restart it with 'haloyd dev'.")
        : new Failure(
            $"Server '{Name}' refused the token from {TokenSource}.",
            $"The right one is HALOY_API_TOKEN in /etc/haloy/.env on the server; register it with 'haloy server add {Name} - --force' and paste it.");

    public override string ToString() => Name;
}
