using Haloy.Config.Validation;

namespace Haloy.Config.Tests.Validation;

/// <summary>The grammar of image references is Docker's (distribution/reference).</summary>
public sealed class ImageNameTests
{
    private const string Digest = "sha256:0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef";

    [Theory]
    [InlineData("nginx")]
    [InlineData("nginx:1.29-alpine")]
    [InlineData("library/a__b/c-d---e.f_g:V_1.2-x")]
    [InlineData("localhost/a")]
    [InlineData("localhost:5000/a/b:1")]
    [InlineData("Registry.Example.com:5000/team/app")]
    [InlineData("[2001:db8::1]:5000/app:1")]
    [InlineData("nginx@" + Digest)]
    [InlineData("ghcr.io/a/b:1@" + Digest)]
    [InlineData("1234")]
    public void Name_is_accepted(string name) => Assert.Null(ImageName.Problem(name).Problem);

    [Theory]
    [InlineData(":x", "is not the name of an image")]
    [InlineData("x:", "has no tag after its ':'")]
    [InlineData("x:-a", "has a tag that is none")]
    [InlineData("-rm", "is not the name of an image")]
    [InlineData("a//b", "is not the name of an image")]
    [InlineData("a/", "is not the name of an image")]
    [InlineData("a..b", "is not the name of an image")]
    [InlineData("a___b", "is not the name of an image")]
    [InlineData("a b", "is not the name of an image")]
    [InlineData("http://x/y", "is an address")]
    [InlineData("UPPER/Case", "has capital letters")]
    [InlineData("-a.com/b", "has a registry that is no host")]
    [InlineData("a.com:x/b", "has a registry that is no host")]
    [InlineData("x@sha256:zz", "has a digest that is none")]
    [InlineData("x@", "has a digest that is none")]
    [InlineData("@" + Digest, "is not the name of an image")]
    public void Name_is_refused_with_a_hint(string name, string problem)
    {
        var (found, hint) = ImageName.Problem(name);

        Assert.StartsWith(problem, found, StringComparison.Ordinal);
        Assert.NotNull(hint);
    }

    [Fact]
    public void Hint_shows_the_name_corrected()
    {
        Assert.Equal("Write upper/case", ImageName.Problem("UPPER/Case").Hint);
        Assert.Equal("Leave out 'https://'.", ImageName.Problem("https://ghcr.io/a").Hint);
    }

    [Theory]
    [InlineData("image: {repository: a, tag: \"-x\"}", "image.tag")]
    [InlineData("image: x@sha256:zz", "image")]
    [InlineData("image: {build_config: {args: [{name: A=B, value: c}]}}", "image.build_config.args[0].name")]
    [InlineData("image: {build_config: {args: [{name: --x}]}}", "image.build_config.args[0].name")]
    [InlineData("image: {build_config: {platform: \"-x/y\"}}", "image.build_config.platform")]
    [InlineData("image: {build_config: {platform: linux}}", "image.build_config.platform")]
    [InlineData("image: {build_config: {context: -f}}", "image.build_config.context")]
    [InlineData("image: {build_config: {dockerfile: --help}}", "image.build_config.dockerfile")]
    [InlineData("image: {repository: a.com/b, registry: {server: \"https://a.com\", username: {value: u}, password: {value: p}}}", "image.registry.server")]
    [InlineData("env: [{name: A B, value: c}]", "env[0].name")]
    [InlineData("env: [{name: \"A\\0\", value: c}]", "env[0].name")]
    [InlineData("env: [{name: A, value: \"b\\0c\"}]", "env[0].value")]
    [InlineData("env: [{name: a.b, value: c, build_arg: true}]", "env[0].name")]
    [InlineData("port: 080", "port")]
    public void What_docker_would_misread_is_refused(string line, string path) => Assert.Equal(path, Deploy.Problem($"name: app\n{line}").Path);
}
