using Haloy.Config.Secrets.Reading;
using Haloy.Config.Validation;
using Haloy.Contracts.Api;
using Haloy.Core;

namespace Haloy.Config.Secrets.Providers;

/// <summary>Any program: the values it prints, or all it prints as one value. No shell is involved.</summary>
internal sealed class CommandProvider() : SecretProvider<CommandSource>("command", p => p.Command)
{
    public override string Stage => "run";

    public override string InstallHint => "Install it, or correct the first item of 'command'.";

    protected override void Check(CommandSource source, string path, Findings findings)
    {
        findings.Needed($"{path}.command", source.Command is [var program, ..] ? program : null, "Write it as a list: [program, argument, …].");
        if (!string.IsNullOrEmpty(source.Format))
            FormatRules.Check(source.Format, null, path, findings, SecretFormats.All);
    }

    protected override SecretCall Call(CommandSource source, SecretPlaces places)
    {
        var program = source.Command![0];
        // A bare name is looked for on PATH, anything else beside the deploy file.
        return new SecretCall(program.Contains('/', StringComparison.Ordinal) ? places.Absolute(program) : program, [.. source.Command.Skip(1)]);
    }

    /// <summary>Without a format a JSON object counts as JSON, because a mistake then shows at once: the key is missing.</summary>
    protected override Outcome<SecretData> Read(CommandSource source, string output)
    {
        if (SecretFormats.Of(source.Format, null) is { } format)
            return SecretText.Read(output, format);
        return output.AsSpan().TrimStart().StartsWith("{") && SecretText.Read(output, SecretFormats.Json).Value is { } json
            ? json.WithAdvice("Add 'format: text' to take all that the command prints as one value.")
            : SecretText.Read(output, SecretFormats.Text);
    }
}
