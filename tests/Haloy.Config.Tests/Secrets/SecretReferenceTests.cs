using Haloy.Config.Secrets;

namespace Haloy.Config.Tests.Secrets;

public sealed class SecretReferenceTests
{
    [Theory]
    [InlineData("sops:app:db.url", "sops", "app", "db.url")]
    [InlineData("sops:app:a:b", "sops", "app", "a:b")]
    [InlineData("onepassword:prod-db.url", "onepassword", "prod-db", "url")]
    [InlineData("sops:app.db.url", "sops", "app", "db.url")]
    [InlineData("sops:my.app:url", "sops", "my.app", "url")]
    public void Reference_has_provider_source_and_key(string text, string provider, string source, string key) =>
        Assert.Equal(new SecretReference(provider, source, key), SecretReference.Parse(text));

    [Theory]
    [InlineData("sops")]
    [InlineData("sops:app")]
    [InlineData("sops:.url")]
    [InlineData("sops:app.")]
    [InlineData("sops::url")]
    [InlineData(":app:url")]
    [InlineData("sops:app: ")]
    public void Reference_without_a_part_is_none(string text) => Assert.Null(SecretReference.Parse(text));
}
