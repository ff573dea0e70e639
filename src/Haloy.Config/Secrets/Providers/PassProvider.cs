using Haloy.Config.Secrets.Reading;
using Haloy.Config.Validation;
using Haloy.Contracts.Api;
using Haloy.Core;

namespace Haloy.Config.Secrets.Providers;

/// <summary>pass, the standard Unix password manager: the lines of an entry.</summary>
internal sealed class PassProvider() : SecretProvider<PassSource>("pass", p => p.Pass)
{
    public override string Stage => "read";

    public override string InstallHint => "Install pass with the package manager of this machine ('apt install pass', 'brew install pass').";

    protected override void Check(PassSource source, string path, Findings findings)
    {
        findings.Needed($"{path}.entry", source.Entry);
        findings.NoOption($"{path}.entry", source.Entry);
    }

    protected override SecretCall Call(PassSource source, SecretPlaces places)
    {
        var call = new SecretCall("pass", "show", source.Entry!);
        if (string.IsNullOrEmpty(source.Store))
            return call;
        var store = places.Absolute(source.Store);
        return call with { Environment = [new("PASSWORD_STORE_DIR", store)], Needs = [store] };
    }

    protected override Outcome<SecretData> Read(PassSource source, string output) => PassEntry.Read(source.Entry!, output);
}
