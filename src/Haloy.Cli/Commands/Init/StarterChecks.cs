using Haloy.Config.Validation;
using Haloy.Contracts.Api;
using Haloy.Core;

namespace Haloy.Cli.Commands.Init;

/// <summary>What was given by flags must make a valid deploy file: the same rules as for any.</summary>
internal static class StarterChecks
{
    public static Failure? Problem(Starter starter)
    {
        var target = TargetDefaults.Apply(new TargetConfig
        {
            Name = starter.Name,
            Server = starter.Server,
            Domains = [new DomainConfig { Domain = starter.Domain }],
        });
        if (TargetValidator.Validate(target) is [var problem, ..])
            return new Failure($"{Flag(problem.Path)}: {problem.Message}.", problem.Hint);
        return starter.Server is { } server ? ServerAddress.Parse(server).Failure : null;
    }

    private static string Flag(string path) => "--" + path.Split('.', '[') switch
    {
        ["domains", ..] => "domain",
        var parts => parts[0],
    };
}
