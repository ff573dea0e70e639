using System.Globalization;

namespace Haloy.Cli.Commands.Init.Detection;

/// <summary>A stage of a Dockerfile: what its image would say about itself.</summary>
internal sealed class DockerStage
{
    private static readonly System.Buffers.SearchValues<char> EndOfUrl = System.Buffers.SearchValues.Create(" \t\"'`|;&),]");

    private readonly List<int> _inheritedPorts;
    private readonly List<int> _ports = [];

    /// <param name="image">What the stage starts from.</param>
    /// <param name="parent">The earlier stage of that name, if there is one: its ports and variables are inherited.</param>
    public DockerStage(string image, DockerStage? parent)
    {
        BaseImage = parent?.BaseImage ?? image;
        Variables = parent is null ? new DockerVariables() : new DockerVariables(parent.Variables);
        HealthPath = parent?.HealthPath;
        _inheritedPorts = parent is null ? [] : [.. parent._ports, .. parent._inheritedPorts];
    }

    /// <summary>The image the first of its ancestors starts from.</summary>
    public string BaseImage { get; }

    public DockerVariables Variables { get; }

    /// <summary>The path its health check asks for.</summary>
    public string? HealthPath { get; private set; }

    /// <summary>The TCP ports it exposes, its own first.</summary>
    public IReadOnlyList<int> Ports => [.. _ports, .. _inheritedPorts];

    public void Expose(string arguments)
    {
        foreach (var word in Variables.Expand(arguments).Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries))
        {
            var (port, protocol) = word.Split('/', 2) is [var p, var kind] ? (p, kind) : (word, "tcp");
            if (protocol == "tcp" && Number(port.Split('-')[0]) is { } number && !_ports.Contains(number))
                _ports.Add(number);
        }
    }

    /// <summary>The path of a URL on this host in a <c>HEALTHCHECK</c>.</summary>
    public void HealthCheck(string arguments)
    {
        var text = Variables.Expand(arguments);
        var scheme = text.IndexOf("://", StringComparison.Ordinal);
        var rest = scheme < 0 ? "" : text[(scheme + 3)..];
        var url = rest[..(rest.AsSpan().IndexOfAny(EndOfUrl) is var end and >= 0 ? end : rest.Length)];
        HealthPath = url.IndexOf('/', StringComparison.Ordinal) is var slash and >= 0 ? url[slash..] : HealthPath;
    }

    internal static int? Number(string text) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number is > 0 and <= 65535 ? number : null;
}
