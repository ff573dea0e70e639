namespace Haloy.Docker.Images;

/// <summary>How to build an image.</summary>
public sealed record BuildSpec
{
    /// <summary>Names for the result as <c>repository:tag</c>.</summary>
    public IReadOnlyList<string> Tags { get; init; } = [];

    /// <summary>Path of the Dockerfile in the context.</summary>
    public string Dockerfile { get; init; } = "Dockerfile";

    /// <summary>Build arguments.</summary>
    public IReadOnlyDictionary<string, string> BuildArgs { get; init; } = new Dictionary<string, string>();

    /// <summary>Labels of the image.</summary>
    public IReadOnlyDictionary<string, string> Labels { get; init; } = new Dictionary<string, string>();

    /// <summary>Stage to stop at.</summary>
    public string? Target { get; init; }

    /// <summary>Such as <c>linux/amd64</c>.</summary>
    public string? Platform { get; init; }

    /// <summary>Whether to build every step anew.</summary>
    public bool NoCache { get; init; }
}
