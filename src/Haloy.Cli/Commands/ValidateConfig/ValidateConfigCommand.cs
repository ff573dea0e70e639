using System.CommandLine;
using Haloy.Cli.Hosting;
using Haloy.Cli.Targets;

namespace Haloy.Cli.Commands.ValidateConfig;

/// <summary><c>haloy validate-config</c>.</summary>
internal static class ValidateConfigCommand
{
    public static Command Create(CliContext context)
    {
        var targets = new TargetOptions();
        var show = new Option<bool>("--show-resolved-config") { Description = "Show each target with everything filled in; secrets and what comes from variables are masked" };
        var reveal = new Option<bool>("--reveal-secrets") { Description = "With --show-resolved-config: show every value" };
        var noSecrets = new Option<bool>("--no-secrets") { Description = "Ask no secret provider; references to secrets stay as they are" };
        var json = TargetOptions.JsonOption();
        var command = new Command("validate-config", "Check the deploy file; no server is contacted and nothing is written") { show, reveal, noSecrets, json };
        targets.AddTo(command);
        command.Validators.Add(result =>
        {
            if (result.GetValue(reveal) && !result.GetValue(show))
                result.AddError("--reveal-secrets needs --show-resolved-config.");
        });
        command.SetAction((parsed, cancellationToken) =>
        {
            var options = new ValidateConfigOptions(targets.Read(parsed), parsed.GetValue(show), parsed.GetValue(reveal), !parsed.GetValue(noSecrets));
            return new ValidateConfigRun(context, parsed.GetValue(json)).RunAsync(options, cancellationToken);
        });
        return command;
    }
}

/// <summary>What the flags of <c>validate-config</c> say.</summary>
internal sealed record ValidateConfigOptions(TargetChoice Choice, bool ShowResolved, bool Reveal, bool WithSecrets);
