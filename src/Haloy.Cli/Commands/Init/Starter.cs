using Haloy.Cli.Commands.Init.Detection;

namespace Haloy.Cli.Commands.Init;

/// <summary>What goes into a first deploy file, with the reason for each guess.</summary>
internal sealed record Starter(string Name, string? Server, string Domain, bool HasOwnDomain, int Port, string PortReason)
{
    private const int DefaultPort = 8080;

    public string? HealthPath { get; init; }

    public string? HealthReason { get; init; }

    /// <summary>The Dockerfile, or <see langword="null"/> when there is none yet.</summary>
    public string? Dockerfile { get; init; }

    /// <summary>A variable the app will need.</summary>
    public string? Secret { get; init; }

    /// <summary>What was asked for, then what was seen, then defaults.</summary>
    public static Starter From(ProjectFacts facts, InitChoice choice)
    {
        var name = choice.Name ?? AppName.From(facts.Framework?.PackageName, facts.FolderName);
        var (port, reason) = PortOf(facts);
        var health = facts.Dockerfile?.HealthPath;
        return new Starter(name, choice.Server, choice.Domain ?? $"{AppName.AsHostPart(name)}.example.com", choice.Domain is not null, port, reason)
        {
            HealthPath = health ?? facts.HealthRoute?.Path,
            HealthReason = health is not null ? $"HEALTHCHECK of {facts.Dockerfile!.File}" : $"found in {facts.HealthRoute?.Evidence}",
            Dockerfile = facts.Dockerfile?.File,
            Secret = facts.Framework?.Secret,
        };
    }

    private static (int Port, string Reason) PortOf(ProjectFacts facts) => facts switch
    {
        { Dockerfile: { Port: { } port, PortEvidence: { } evidence, File: var file } } => (port, $"{evidence} in {file}"),
        { Framework: { } framework } => (framework.Port, $"what {framework.Name} uses"),
        _ => (DefaultPort, "the default"),
    };
}
