using System.Globalization;
using System.Net;
using Haloy.Core;

namespace Haloy.Config.Validation;

/// <summary>A server as written in a deploy file or on the command line, without scheme and path.</summary>
/// <param name="Host">Host name or IP address; IPv6 without brackets.</param>
/// <param name="Port">Port, when one is written.</param>
public sealed record ServerAddress(string Host, int? Port)
{
    /// <summary>What to write instead of an address that cannot be read.</summary>
    internal const string Advice = "Write a host name or an IP address, optionally with a port, such as 'haloy.example.com'.";

    /// <summary>This machine, when no server is named.</summary>
    public static readonly ServerAddress Localhost = new("localhost", null);

    /// <summary>This machine: reached without TLS, and its images need no upload.</summary>
    public bool IsLoopback => IsLoopbackHost(Host);

    /// <summary>The name under which the server is registered: host, and port when written.</summary>
    public string Key => Port is { } port ? $"{BracketedHost}:{port}" : BracketedHost;

    /// <summary>Where its API is.</summary>
    public Uri BaseAddress => new($"{(IsLoopback ? "http" : "https")}://{Key}/");

    private string BracketedHost => Host.Contains(':', StringComparison.Ordinal) ? $"[{Host}]" : Host;

    /// <summary>Whether a host is this machine.</summary>
    public static bool IsLoopbackHost(string host) => host is "localhost" or "127.0.0.1" or "::1";

    /// <summary>Reads an address; a scheme and what follows the host are left out (spec/client §5).</summary>
    public static Outcome<ServerAddress> Parse(string text)
    {
        var problem = Read(text, out var address);
        return problem is null ? address : new Failure($"{Quoted(text)} is not a server address: {problem}.", Advice);
    }

    /// <summary>Why the text is no server's address, or <see langword="null"/>.</summary>
    internal static string? Problem(string text) => Read(text, out _) is { } problem ? $"{Quoted(text)} is not a server address: {problem}" : null;

    /// <summary>The key.</summary>
    public override string ToString() => Key;

    private static string? Read(string text, out ServerAddress address)
    {
        address = Localhost;
        var problem = Authority(text.Trim(), out var authority);
        if (problem is not null)
            return problem;
        var (host, portText) = Split(authority);
        var port = 0;
        if (portText is not null && !(int.TryParse(portText, NumberStyles.None, CultureInfo.InvariantCulture, out port) && port is >= 1 and <= 65535))
            return $"its port '{portText}' is not a number from 1 to 65535";
        address = new ServerAddress(host.ToLowerInvariant(), portText is null ? null : port);
        return IsIpAddress(host) ? null : NameProblem(host);
    }

    /// <summary>The part with host and port. A path is only left out behind a scheme; elsewhere it is a slip.</summary>
    private static string? Authority(string text, out string authority)
    {
        var scheme = text.IndexOf("://", StringComparison.Ordinal);
        var rest = scheme < 0 ? text : text[(scheme + 3)..];
        var slash = rest.IndexOf('/', StringComparison.Ordinal);
        authority = slash < 0 ? rest : rest[..slash];
        if (scheme >= 0 && text[..scheme].ToLowerInvariant() is not ("http" or "https"))
            return "its scheme is neither https nor http";
        if (authority.Contains('@', StringComparison.Ordinal))
            return "it takes no user name or password";
        return scheme < 0 && slash >= 0 && rest[slash..].TrimEnd('/') is not ("" or "/v1") ? "it takes no path" : null;
    }

    // "10.1" and "1" are addresses too, by rules nobody expects.
    private static bool IsIpAddress(string host) =>
        IPAddress.TryParse(host, out _) && (host.Contains(':', StringComparison.Ordinal) || host.Count(c => c == '.') == 3);

    // A name of one part is found by /etc/hosts or a search domain; nothing is ever routed by it.
    private static string? NameProblem(string host) =>
        host.Length == 0 || host.Contains('.', StringComparison.Ordinal) ? HostName.Problem(host)
        : host.All(char.IsAsciiDigit) ? "it is only a number"
        : HostName.Problem($"{host}.internal");

    private static (string Host, string? Port) Split(string text)
    {
        if (text.StartsWith('[') && text.IndexOf(']', StringComparison.Ordinal) is > 0 and var close && text[1..close].Contains(':', StringComparison.Ordinal))
        {
            var rest = text[(close + 1)..];
            return rest.Length == 0 ? (text[1..close], null) : (text[1..close], rest[0] == ':' ? rest[1..] : rest);
        }

        var colon = text.IndexOf(':', StringComparison.Ordinal);
        // Two colons without brackets can only be an IPv6 address.
        return colon < 0 || colon != text.LastIndexOf(':') ? (text, null) : (text[..colon], text[(colon + 1)..]);
    }

    // What stands before '@' may be a password.
    private static string Quoted(string text) => text.LastIndexOf('@') is var at and >= 0 ? $"'…{text[at..]}'" : $"'{text}'";
}
