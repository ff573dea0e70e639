using Haloy.Config.Secrets.Reading;
using Haloy.Config.Validation;
using Haloy.Contracts.Api;
using Haloy.Core;

namespace Haloy.Config.Secrets.Providers;

/// <summary>1Password: the fields of an item, by label.</summary>
internal sealed class OnePasswordProvider() : SecretProvider<OnePasswordSource>("onepassword", p => p.Onepassword)
{
    public override string Stage => "read";

    public override string InstallHint => "Install the 1Password CLI, version 2 ('op --version' must answer), and sign in with it.";

    public override string WaitNotice => "1Password takes its time: approve or unlock it if it asks";

    protected override void Check(OnePasswordSource source, string path, Findings findings)
    {
        findings.Needed($"{path}.vault", source.Vault);
        findings.Needed($"{path}.item", source.Item);
        findings.NoOption($"{path}.vault", source.Vault);
        findings.NoOption($"{path}.item", source.Item);
        findings.NoOption($"{path}.account", source.Account);
    }

    protected override SecretCall Call(OnePasswordSource source, SecretPlaces places)
    {
        string[] account = string.IsNullOrEmpty(source.Account) ? [] : ["--account", source.Account];
        return new SecretCall("op", ["item", "get", source.Item!, "--vault", source.Vault!, "--format", "json", .. account]);
    }

    protected override Outcome<SecretData> Read(OnePasswordSource source, string output) => OnePasswordItem.Read(output);
}
