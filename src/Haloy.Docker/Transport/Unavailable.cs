using System.Net.Sockets;

namespace Haloy.Docker.Transport;

/// <summary>Says why there is no engine and what to do about it.</summary>
internal static class Unavailable
{
    private const string StartHint = "Start Docker (systemctl start docker) and try again.";
    private const string LogHint = "See the engine's log (journalctl -u docker), then try again.";
    private const string UpgradeHint = "Upgrade Docker Engine to 20.10 or newer.";

    public static DockerUnavailableException Because(DockerEndpoint endpoint, Exception error)
    {
        var (reason, hint) = (SocketErrorOf(error), endpoint.SocketPath) switch
        {
            // .NET's word for ENOENT on a Unix socket.
            (SocketError.AddressNotAvailable, not null) =>
                ("there is no such socket", "Install and start Docker, or set DOCKER_HOST to where it listens."),
            (SocketError.AccessDenied, not null) =>
                ("permission denied", "Add this user to group docker (usermod -aG docker <user>) and log in again."),
            (SocketError.ConnectionRefused, not null) => ("nobody listens on the socket", StartHint),
            (SocketError.ConnectionRefused, null) => ("connection refused", "Check DOCKER_HOST, and that the engine listens there."),
            (SocketError.HostNotFound or SocketError.NoData or SocketError.TryAgain, null) => ("the host name is unknown", "Check DOCKER_HOST."),
            _ when error is OperationCanceledException =>
                ($"no answer within {EngineConnection.ConnectTimeout.TotalSeconds:0} seconds", LogHint),
            _ => ($"the connection broke ({error.GetBaseException().Message})", LogHint),
        };
        return new($"Cannot reach Docker at {endpoint}: {reason}.", hint, error);
    }

    public static DockerUnavailableException CutOff(string request, Exception? error) =>
        new($"Docker ended its answer to {request} halfway.", LogHint, error);

    public static DockerUnavailableException TooOld(DockerEndpoint endpoint, ApiVersion offered) =>
        new($"Docker at {endpoint} offers API {offered}; at least {ApiVersion.Oldest} is needed.", UpgradeHint, null);

    public static DockerUnavailableException NoCommonVersion(DockerEndpoint endpoint, string engineMessage) =>
        new($"Docker at {endpoint} does not speak our API version: {engineMessage}.", "Update Haloy, or Docker Engine, so that both fit.", null);

    private static SocketError? SocketErrorOf(Exception? error)
    {
        for (; error is not null; error = error.InnerException)
            if (error is SocketException socket)
                return socket.SocketErrorCode;
        return null;
    }
}
