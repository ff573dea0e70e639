namespace Haloy.Proxy.Routing;

/// <summary>A <c>Host</c> value taken apart without allocating: the name that is routed (no port, no brackets, no trailing dot) and the port.</summary>
internal readonly ref struct HostText
{
    private HostText(ReadOnlySpan<char> name, ReadOnlySpan<char> port)
    {
        Name = name;
        Port = port;
    }

    public ReadOnlySpan<char> Name { get; }

    /// <summary>Port digits, empty when none was sent.</summary>
    public ReadOnlySpan<char> Port { get; }

    /// <summary>Whether the client addressed this machine by one of the names that only mean itself.</summary>
    public bool IsLocal => Name.Equals("localhost", StringComparison.OrdinalIgnoreCase) || Name.SequenceEqual("127.0.0.1") || Name.SequenceEqual("::1");

    /// <summary>Splits a value that <see cref="Http1.HostSyntax"/> has accepted.</summary>
    public static HostText Parse(ReadOnlySpan<char> host)
    {
        if (host.StartsWith("["))
        {
            var close = host.IndexOf(']');
            if (close < 0)
                return new(host, default);
            return new(host[1..close], host[(close + 1)..].TrimStart(':'));
        }

        var colon = host.LastIndexOf(':');
        var name = colon < 0 ? host : host[..colon];
        return new(name.EndsWith(".") ? name[..^1] : name, colon < 0 ? default : host[(colon + 1)..]);
    }
}
