using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text;

namespace Haloy.Server.Api;

/// <summary>
/// Checks the bearer token (RFC 6750 §2.1) in constant time. Only wrong tokens are limited, and only for those who send them: a token of 256
/// bits cannot be guessed, and a limit on the right one would let any neighbour behind the same address lock its owner out.
/// </summary>
internal sealed class ApiAuthentication(string token, TimeProvider time)
{
    private const string Scheme = "Bearer ";
    private const int AllowedFailures = 10;
    private const int RememberedClients = 10_000;
    private static readonly TimeSpan Window = TimeSpan.FromMinutes(1);

    private readonly byte[] _expected = SHA256.HashData(Encoding.UTF8.GetBytes(token));
    private readonly ConcurrentDictionary<string, Failures> _failures = new();

    /// <summary>Lets the request through, or answers 401 or 429 and returns false.</summary>
    public async Task<bool> AdmitAsync(HttpContext context)
    {
        var client = Client(context);
        var now = time.GetUtcNow();
        if (Problem(context.Request.Headers.Authorization.ToString()) is not { } problem)
            return true;

        if (_failures.TryGetValue(client, out var failures) && failures.Count >= AllowedFailures && now < failures.Since + Window)
        {
            context.Response.Headers.RetryAfter = ((int)(failures.Since + Window - now).TotalSeconds + 1).ToString();
            await Responses.ProblemAsync(context, 429, "too many requests with a wrong token; try again later");
            return false;
        }

        Remember(client, now);
        context.Response.Headers.WWWAuthenticate = "Bearer";
        await Responses.ProblemAsync(context, 401, problem);
        return false;
    }

    private string? Problem(string header)
    {
        if (header.Length == 0)
            return "the Authorization header is missing";
        // The server takes the blank at the end of a header away.
        if (header == Scheme.TrimEnd())
            return "the token is empty";
        if (!header.StartsWith(Scheme, StringComparison.Ordinal))
            return "the Authorization header is not 'Bearer <token>'";

        var given = SHA256.HashData(Encoding.UTF8.GetBytes(header[Scheme.Length..]));
        return CryptographicOperations.FixedTimeEquals(given, _expected) ? null : "the token is wrong";
    }

    private void Remember(string client, DateTimeOffset now)
    {
        if (_failures.Count >= RememberedClients)
        {
            foreach (var (old, failures) in _failures)
            {
                if (now >= failures.Since + Window)
                    _failures.TryRemove(old, out _);
            }
        }

        _failures.AddOrUpdate(client, _ => new(now, 1), (_, f) => now >= f.Since + Window ? new(now, 1) : f with { Count = f.Count + 1 });
    }

    // Behind the proxy every peer is the loopback; it tells the real one. An IPv6 client is its /64: it can pick any address in there.
    private static string Client(HttpContext context)
    {
        var address = context.Connection.RemoteIpAddress ?? IPAddress.None;
        if (IPAddress.IsLoopback(address) && IPAddress.TryParse(context.Request.Headers["X-Forwarded-For"].ToString().Split(',')[^1].Trim(), out var forwarded))
            address = forwarded;
        if (address.IsIPv4MappedToIPv6)
            address = address.MapToIPv4();
        return address.AddressFamily == AddressFamily.InterNetworkV6 ? Convert.ToHexString(address.GetAddressBytes().AsSpan(0, 8)) : address.ToString();
    }

    private sealed record Failures(DateTimeOffset Since, int Count);
}
