using Haloy.Config.Secrets;
using Haloy.Core;

namespace Haloy.Cli.Secrets;

/// <summary>How reading one source ended.</summary>
/// <param name="Data">What it holds, or why it could not be read.</param>
/// <param name="Output">What its program wrote to standard output; only ever used to recognise it.</param>
/// <param name="ErrorOutput">The last lines that its program wrote to standard error.</param>
internal sealed record SourceReading(Outcome<SecretData> Data, string Output = "", string ErrorOutput = "")
{
    /// <summary>The failure with what the program said about it, made fit to be shown.</summary>
    public Outcome<SecretData> Outcome(Redaction redaction)
    {
        if (Data.Succeeded || ErrorOutput.Length == 0)
            return Data;
        return Data.Failure with { Message = $"{Data.Failure.Message}:\n{redaction.Apply(ErrorOutput)}" };
    }

    /// <summary>Never what was read.</summary>
    public override string ToString() => Data.Succeeded ? Data.Value.ToString() : Data.Failure.Message;
}
