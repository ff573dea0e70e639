using System.Net;
using System.Net.Sockets;
using System.Security.Authentication;
using Haloy.Cli.Servers;
using Haloy.Core;

namespace Haloy.Cli.Api;

/// <summary>What a refused or broken request means, said with the next step (spec/client §5.2).</summary>
internal static class ApiFailures
{
    private const int LongestBody = 8192;

    /// <summary>Reads the reason from an answer of status 400 or above and disposes it.</summary>
    public static async Task<Failure> FromAsync(HttpResponseMessage response, ApiCall call, ServerConnection server, CancellationToken cancellationToken)
    {
        using (response)
        {
            if (response.StatusCode == HttpStatusCode.Unauthorized)
                return server.Unauthorized();
            if (response.StatusCode == HttpStatusCode.NotFound && call.NotFound is { } notFound)
                return notFound;

            var reason = await ReasonAsync(response, cancellationToken);
            return new Failure($"Server '{server.Name}' could not {call.Purpose}: {reason}", HintFor(response.StatusCode, server))
            {
                // What a proxy answers while the daemon behind it restarts.
                IsOutage = response.StatusCode is HttpStatusCode.BadGateway or HttpStatusCode.ServiceUnavailable or HttpStatusCode.GatewayTimeout,
            };
        }
    }

    public static Failure FromException(Exception exception, ServerConnection server)
    {
        if (Inner<AuthenticationException>(exception) is { } tls)
        {
            return new Failure(
                $"The certificate of server '{server.Name}' is not trusted: {tls.Message.TrimEnd('.')}.",
                "If it comes from an authority of your own, name its root certificate (PEM) in HALOY_CA_FILE.");
        }

        var reason = Inner<SocketException>(exception)?.SocketErrorCode switch
        {
            SocketError.ConnectionRefused => "the connection was refused",
            SocketError.HostNotFound or SocketError.NoData or SocketError.TryAgain => "the name is not known",
            SocketError.TimedOut => "the connection timed out",
            SocketError.HostUnreachable or SocketError.NetworkUnreachable => "there is no route to it",
            _ => exception.Message.TrimEnd('.'),
        };
        return server.Unreachable(reason);
    }

    private static string? HintFor(HttpStatusCode status, ServerConnection server) => status switch
    {
        HttpStatusCode.NotFound => $"Is haloyd what answers there, and new enough? Ask it with 'curl {server.BaseAddress}health'.",
        HttpStatusCode.Conflict => "Stop the other app with 'haloy stop', or give one of the two another domain.",
        HttpStatusCode.TooManyRequests => "The server is asked too often; try again in a minute.",
        HttpStatusCode.InsufficientStorage => "Free space on the server: remove old images there with 'docker image prune'.",
        >= HttpStatusCode.InternalServerError => "The reason is in the daemon's log: 'journalctl -u haloyd' on the server.",
        _ => null,
    };

    private static async Task<string> ReasonAsync(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        try
        {
            var body = (await response.Content.ReadAsStringAsync(cancellationToken)).Trim();
            if (body.Length > 0)
                return body.Length > LongestBody ? body[..LongestBody] : body;
        }
        catch (Exception e) when (e is HttpRequestException or IOException)
        {
            // The status alone has to do.
        }

        return $"it answered {(int)response.StatusCode} without a reason";
    }

    private static T? Inner<T>(Exception? exception) where T : Exception
    {
        for (; exception is not null; exception = exception.InnerException)
        {
            if (exception is T found)
                return found;
        }

        return null;
    }
}
