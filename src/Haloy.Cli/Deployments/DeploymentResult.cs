namespace Haloy.Cli.Deployments;

/// <summary>How a target fared.</summary>
internal sealed record DeploymentResult(string Target, string App, string Server)
{
    public string? DeploymentId { get; init; }

    public bool Succeeded => Error is null;

    /// <summary>Why it failed; unset on success.</summary>
    public string? Error { get; init; }

    public IReadOnlyList<string> Urls { get; init; } = [];

    public static DeploymentResult Of(DeployTarget target) => new(target.Key, target.App, target.Api.Server.Name);
}
