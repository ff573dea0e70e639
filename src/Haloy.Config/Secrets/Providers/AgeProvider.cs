using Haloy.Config.Secrets.Reading;
using Haloy.Config.Validation;
using Haloy.Contracts.Api;
using Haloy.Core;

namespace Haloy.Config.Secrets.Providers;

/// <summary>age: the values of an encrypted file, or the file as one value.</summary>
internal sealed class AgeProvider() : SecretProvider<AgeSource>("age", p => p.Age)
{
    private const string Extension = ".age";

    public override string Stage => "decrypt";

    public override string InstallHint => "Install age with the package manager of this machine ('apt install age', 'brew install age').";

    protected override void Check(AgeSource source, string path, Findings findings)
    {
        findings.Needed($"{path}.file", source.File);
        if (source.Identity is not { Count: > 0 } || source.Identity.All(string.IsNullOrWhiteSpace))
            findings.Needed($"{path}.identity", null, "Name the file with the age key: identity: ~/.config/age/key.txt");
        FormatRules.Check(source.Format, Plain(source.File), path, findings, SecretFormats.All);
    }

    protected override SecretCall Call(AgeSource source, SecretPlaces places)
    {
        var file = places.Absolute(source.File!);
        var identities = source.Identity!.Where(i => !string.IsNullOrWhiteSpace(i)).Select(places.Absolute).ToList();
        // One key has to fit, such as a person's or the build server's: those that are not here cannot be it.
        if (identities.Where(Path.Exists).ToList() is { Count: > 0 } present)
            identities = present;
        return new SecretCall("age", ["--decrypt", .. identities.SelectMany(i => new[] { "--identity", i }), file]) { Needs = [file, .. identities] };
    }

    protected override Outcome<SecretData> Read(AgeSource source, string output) => SecretText.Read(output, SecretFormats.Of(source.Format, Plain(source.File))!);

    /// <summary>The file's name before it was encrypted.</summary>
    private static string? Plain(string? file) => file is not null && file.EndsWith(Extension, StringComparison.Ordinal) ? file[..^Extension.Length] : file;
}
