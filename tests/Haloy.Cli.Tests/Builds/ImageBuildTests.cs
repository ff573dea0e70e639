using Haloy.Cli.Builds;
using Haloy.Contracts.Api;
using Haloy.Testing;

namespace Haloy.Cli.Tests.Builds;

public sealed class ImageBuildTests : IDisposable
{
    private readonly TempDirectory _directory = new();

    public ImageBuildTests()
    {
        foreach (var file in new[] { "Dockerfile", "app/Dockerfile", "app/docker/Dockerfile.prod", "deploy/haloy.yaml" })
        {
            Directory.CreateDirectory(Path.GetDirectoryName(_directory.File(file))!);
            File.WriteAllText(_directory.File(file), "FROM scratch\n");
        }
    }

    public void Dispose() => _directory.Dispose();

    private Core.Outcome<ImageBuild> Create(string? context, string? dockerfile, string from = "") =>
        ImageBuild.Create(new ImageConfig { Repository = "a", BuildConfig = new BuildConfig { Context = context, Dockerfile = dockerfile } }, _directory.File(from));

    [Theory]
    [InlineData(null, null, "", "", "Dockerfile")]
    [InlineData("app", null, "", "app", "app/Dockerfile")]
    [InlineData("app", "docker/Dockerfile.prod", "", "app", "app/docker/Dockerfile.prod")]
    [InlineData("../app", null, "deploy", "app", "app/Dockerfile")]
    [InlineData("../app", "../Dockerfile", "deploy", "app", "Dockerfile")]
    [InlineData("app/docker", "Dockerfile", "", "app/docker", "Dockerfile")] // not in the context, but beside the deploy file
    public void Context_and_dockerfile_are_found(string? context, string? dockerfile, string from, string foundContext, string foundDockerfile)
    {
        var build = Create(context, dockerfile, from).Value!;

        Assert.Equal((_directory.File(foundContext).TrimEnd('/'), _directory.File(foundDockerfile)), (build.Context.TrimEnd('/'), build.Dockerfile));
    }

    [Fact]
    public void Absolute_paths_stay()
    {
        var build = Create(_directory.File("app"), _directory.File("Dockerfile")).Value!;

        Assert.Equal((_directory.File("app"), _directory.File("Dockerfile")), (build.Context, build.Dockerfile));
    }

    [Theory]
    [InlineData("missing", null, "The build context 'missing' does not exist: looked for {0}/missing.")]
    [InlineData("Dockerfile", null, "The build context 'Dockerfile' is not a directory: looked for {0}/Dockerfile.")]
    [InlineData("app", "Missing", "The Dockerfile 'Missing' does not exist: looked for {0}/app/Missing or {0}/Missing.")]
    [InlineData(null, "app", "The Dockerfile 'app' is not a file: looked for {0}/app.")]
    public void What_is_missing_is_named_with_every_place_looked_at(string? context, string? dockerfile, string message) =>
        Assert.Equal(string.Format(message, _directory.Path), Create(context, dockerfile).Failure!.Message);
}
