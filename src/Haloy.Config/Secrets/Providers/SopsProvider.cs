using Haloy.Config.Secrets.Reading;
using Haloy.Config.Validation;
using Haloy.Contracts.Api;
using Haloy.Core;

namespace Haloy.Config.Secrets.Providers;

/// <summary>SOPS: the values of an encrypted file.</summary>
internal sealed class SopsProvider() : SecretProvider<SopsSource>("sops", p => p.Sops)
{
    public override string Stage => "decrypt";

    public override string InstallHint => "Install SOPS 3.9 or newer; 'sops --version' must answer.";

    protected override void Check(SopsSource source, string path, Findings findings)
    {
        findings.Needed($"{path}.file", source.File);
        FormatRules.Check(source.Format, source.File, path, findings, SecretFormats.Structured);
    }

    protected override SecretCall Call(SopsSource source, SecretPlaces places)
    {
        var file = places.Absolute(source.File!);
        return new SecretCall("sops", "decrypt", "--output-type", Format(source), file) { Needs = [file] };
    }

    protected override Outcome<SecretData> Read(SopsSource source, string output) => SecretText.Read(output, Format(source));

    private static string Format(SopsSource source) => SecretFormats.Of(source.Format, source.File)!;
}
