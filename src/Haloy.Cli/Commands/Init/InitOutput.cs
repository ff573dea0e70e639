using Haloy.Cli.Commands.Init.Detection;

namespace Haloy.Cli.Commands.Init;

/// <summary>The value of <c>init --json</c>.</summary>
internal sealed record InitOutput(
    string File, bool Written, string Name, string? Server, string Domain, int Port, string PortReason, string? HealthCheckPath, string? Framework, string? Dockerfile, string Content)
{
    public static InitOutput Of(ProjectFacts facts, Starter starter, string file, bool written, string content) =>
        new(file, written, starter.Name, starter.Server, starter.Domain, starter.Port, starter.PortReason, starter.HealthPath, facts.Framework?.Name, starter.Dockerfile, content);
}
