using Haloy.Core;

namespace Haloy.Cli.Servers;

/// <summary>A server as written in a deploy file or on the command line, without scheme and path.</summary>
/// <param name="Host">Host name or IP address; IPv6 without brackets.</param>
/// <param name="Port">Port, when one is written.</param>
internal sealed record ServerAddress(string Host, int? Port)
{
    public static readonly ServerAddress Localhost = new("localhost", null);

    /// <summary>This machine: reached without TLS, and its images need no upload.</summary>
    public bool IsLoopback => IsLoopbackHost(Host);

    /// <summary>The name under which the server is registered: host, and port when written.</summary>
    public string Key => Port is { } port ? $"{BracketedHost}:{port}" : BracketedHost;

    public Uri BaseAddress => new($"{(IsLoopback ? "http" : "https")}://{Key}/");

    private string BracketedHost => Host.Contains(':', StringComparison.Ordinal) ? $"[{Host}]" : Host;

    public static bool IsLoopbackHost(string host) => host is "localhost" or "127.0.0.1" or "::1";

    public static Outcome<ServerAddress> Parse(string text)
    {
        var rest = WithoutSchemeAndPath(text.Trim());
        var (host, portText) = Split(rest);
        if (portText is not null && (!int.TryParse(portText, out var parsed) || parsed is < 1 or > 65535))
            return Invalid(text, $"its port '{portText}' is not a number from 1 to 65535");

        var isAddress = System.Net.IPAddress.TryParse(host, out _);
        if (!isAddress && HostName.Problem(host) is { } problem)
            return Invalid(text, problem);

        return new ServerAddress(host.ToLowerInvariant(), portText is null ? null : int.Parse(portText));
    }

    public override string ToString() => Key;

    private static Failure Invalid(string text, string problem) =>
        new($"'{text}' is not a server address: {problem}.", "Write a host name or an IP address, optionally with a port, such as 'haloy.example.com'.");

    private static string WithoutSchemeAndPath(string text)
    {
        var scheme = text.IndexOf("://", StringComparison.Ordinal);
        var start = scheme < 0 ? text : text[(scheme + 3)..];
        var slash = start.IndexOf('/', StringComparison.Ordinal);
        return slash < 0 ? start : start[..slash];
    }

    private static (string Host, string? Port) Split(string text)
    {
        if (text.StartsWith('[') && text.IndexOf(']', StringComparison.Ordinal) is > 0 and var close)
            return (text[1..close], text.Length > close + 1 && text[close + 1] == ':' ? text[(close + 2)..] : null);

        var colon = text.IndexOf(':', StringComparison.Ordinal);
        // Two colons without brackets can only be an IPv6 address.
        return colon < 0 || colon != text.LastIndexOf(':') ? (text, null) : (text[..colon], text[(colon + 1)..]);
    }
}
