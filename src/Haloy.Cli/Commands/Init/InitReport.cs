using Haloy.Cli.Commands.Init.Detection;

namespace Haloy.Cli.Commands.Init;

/// <summary>What <c>init</c> tells: what it saw, and what is to be done next.</summary>
internal static class InitReport
{
    public static IEnumerable<string> Seen(ProjectFacts facts, Starter starter)
    {
        if (facts.Framework is { } framework)
            yield return $"This looks like {framework.Name} ({framework.Evidence})";
        yield return $"It listens on port {starter.Port}: {starter.PortReason}";
        if (starter.HealthPath is not null)
            yield return $"It tells its health at {starter.HealthPath}: {starter.HealthReason}";
    }

    public static string NoDockerfile(Starter starter) =>
        $"There is no Dockerfile, and 'haloy deploy' builds one.\nWrite a Dockerfile whose program listens on 0.0.0.0:{starter.Port} (docs/getting-started.md has examples), or set 'image' to an image that exists.";

    public static string Next(Starter starter) =>
        starter.HasOwnDomain ? "Next: haloy validate-config, then haloy deploy" : $"Next: replace {starter.Domain} in it by your domain, then haloy validate-config and haloy deploy";
}
