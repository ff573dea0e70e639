using System.Text;

namespace Haloy.Docker;

/// <summary>Where an engine listens: a Unix socket or a TCP port.</summary>
public sealed record DockerEndpoint
{
    private const string UnixScheme = "unix://";
    private const string TcpScheme = "tcp://";
    private const int DefaultTcpPort = 2375;

    // sun_path of Linux, less the terminating zero.
    private const int MaxSocketPathBytes = 107;

    private DockerEndpoint(string? socketPath, string? host, int port)
    {
        SocketPath = socketPath;
        Host = host;
        Port = port;
    }

    /// <summary>The engine's usual socket.</summary>
    public static DockerEndpoint Default { get; } = new("/var/run/docker.sock", null, 0);

    /// <summary>Absolute path of the socket, or <see langword="null"/> for TCP.</summary>
    public string? SocketPath { get; }

    /// <summary>Host name or address, or <see langword="null"/> for a socket.</summary>
    public string? Host { get; }

    /// <summary>Port for TCP.</summary>
    public int Port { get; }

    /// <summary>The endpoint of <c>DOCKER_HOST</c>, or <see cref="Default"/>; one we cannot use is a <see cref="DockerUnavailableException"/>.</summary>
    /// <param name="lookup">Value of an environment variable, or <see langword="null"/>.</param>
    public static DockerEndpoint FromEnvironment(Func<string, string?> lookup)
    {
        var host = lookup("DOCKER_HOST");
        if (string.IsNullOrWhiteSpace(host))
            return Default;
        try
        {
            var endpoint = Parse(host);
            if (endpoint.Host is not null && !string.IsNullOrEmpty(lookup("DOCKER_TLS_VERIFY")))
                throw new FormatException("DOCKER_TLS_VERIFY is set, and TLS to the engine is not supported.");
            return endpoint;
        }
        catch (FormatException error)
        {
            throw new DockerUnavailableException(
                $"DOCKER_HOST cannot be used: {error.Message}", "Unset DOCKER_HOST, or set it to unix:///var/run/docker.sock.", error);
        }
    }

    /// <inheritdoc cref="FromEnvironment(Func{string, string})"/>
    public static DockerEndpoint FromEnvironment(IReadOnlyDictionary<string, string> environment) =>
        FromEnvironment(name => environment.GetValueOrDefault(name));

    /// <summary>Reads <c>unix:///path</c> or <c>tcp://host[:port]</c> (port 2375 by default); anything else is a <see cref="FormatException"/>.</summary>
    public static DockerEndpoint Parse(string text)
    {
        var trimmed = text.Trim();
        if (trimmed.StartsWith(UnixScheme, StringComparison.OrdinalIgnoreCase))
            return ParseUnix(trimmed[UnixScheme.Length..]);
        if (trimmed.StartsWith(TcpScheme, StringComparison.OrdinalIgnoreCase))
            return ParseTcp(trimmed);
        throw new FormatException($"'{trimmed}' is neither unix:///path nor tcp://host:port.");
    }

    /// <summary>As <c>DOCKER_HOST</c> writes it.</summary>
    public override string ToString() => SocketPath is not null ? UnixScheme + SocketPath : $"{TcpScheme}{Host}:{Port}";

    private static DockerEndpoint ParseUnix(string path)
    {
        if (!path.StartsWith('/'))
            throw new FormatException($"the socket path '{path}' is not absolute.");
        if (Encoding.UTF8.GetByteCount(path) > MaxSocketPathBytes)
            throw new FormatException($"the socket path '{path}' is longer than {MaxSocketPathBytes} bytes.");
        return new(path, null, 0);
    }

    private static DockerEndpoint ParseTcp(string text)
    {
        if (!Uri.TryCreate(text, UriKind.Absolute, out var uri) || uri.Host.Length == 0 || uri.AbsolutePath.Length > 1 || uri.UserInfo.Length > 0)
            throw new FormatException($"'{text}' is not tcp://host:port.");
        return new(null, uri.Host, uri.Port > 0 ? uri.Port : DefaultTcpPort);
    }
}
