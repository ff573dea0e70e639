namespace Haloy.Contracts.Api;

/// <summary>What a replica may use at most; what is absent is not limited.</summary>
public sealed record ResourcesConfig
{
    /// <summary>Processor cores, such as 0.5.</summary>
    public decimal? Cpus { get; init; }

    /// <summary>Memory in bytes.</summary>
    public long? MemoryBytes { get; init; }
}

/// <summary>Where Docker puts the output of a container.</summary>
public sealed record LogDriverConfig
{
    /// <summary>Docker's name of the driver, such as <c>local</c> or <c>journald</c>.</summary>
    public string? Driver { get; init; }

    /// <summary>The driver's own options, such as <c>max-size</c>.</summary>
    public IReadOnlyDictionary<string, string>? Options { get; init; }
}
