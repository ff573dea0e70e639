using Haloy.Docker;
using Haloy.Docker.Images;

namespace Haloy.Integration.Tests.Docker;

public sealed class ImageOperationsTests(EngineFixture engine)
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private IImageOperations Images => engine.Client.Images;

    [Fact]
    public async Task Build_reports_its_steps_and_returns_the_id_of_what_it_made()
    {
        using var context = BuildContext.Only("FROM scratch\nARG WHO\nLABEL who=$WHO\nEXPOSE 8080\nHEALTHCHECK CMD [\"/x\"]\nCMD [\"/x\"]\n");
        var tag = $"{engine.NewName("built")}:one";
        var steps = new Steps<string>();

        var id = await Images.BuildAsync(
            new BuildSpec { Tags = [tag], Labels = engine.Labels, BuildArgs = new Dictionary<string, string> { ["WHO"] = "me & you" } }, context, steps, Token);
        var image = (await Images.InspectAsync(tag, Token))!;

        Assert.Equal(id, image.Id);
        Assert.Contains(tag, image.RepoTags);
        Assert.Equal("me & you", image.Labels["who"]);
        Assert.Equal(["8080/tcp"], image.ExposedPorts);
        Assert.True(image.HasHealthcheck);
        Assert.Equal("linux", image.Os);
        Assert.Contains(steps.Seen, step => step.StartsWith("Step 1/", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Build_that_fails_halfway_is_an_error_with_the_reason()
    {
        using var context = BuildContext.Only("FROM scratch\nCOPY not-there /x\n");

        var error = await Assert.ThrowsAsync<DockerApiException>(() => Images.BuildAsync(new BuildSpec { Labels = engine.Labels }, context, null, Token));

        Assert.Null(error.StatusCode);
        Assert.Contains("not-there", error.EngineMessage);
    }

    [Fact]
    public async Task Saved_image_loads_again_under_its_name()
    {
        using var context = BuildContext.Only($"FROM scratch\nLABEL unique={Guid.NewGuid():N}\nCOPY Dockerfile /x\nCMD [\"/x\"]\n");
        var tag = $"{engine.NewName("saved")}:one";
        var id = await Images.BuildAsync(new BuildSpec { Tags = [tag], Labels = engine.Labels }, context, null, Token);
        using var archive = new MemoryStream();
        await using (var stream = await Images.SaveAsync(tag, Token))
            await stream.CopyToAsync(archive, Token);
        var removed = await Images.RemoveAsync(tag, force: false, noPrune: false, Token);
        var between = await Images.InspectAsync(tag, Token);

        archive.Position = 0;
        var loaded = await Images.LoadAsync(archive, Token);

        Assert.True(removed);
        Assert.Null(between);
        Assert.Equal([tag], loaded);
        Assert.Equal(id, (await Images.InspectAsync(tag, Token))!.Id);
    }

    [Theory]
    [InlineData(1_000)]
    [InlineData(30_000_000)]
    public async Task Load_of_what_is_no_archive_is_an_error(int length)
    {
        var garbage = new byte[length];
        Array.Fill(garbage, (byte)'x');

        await Assert.ThrowsAsync<DockerApiException>(() => Images.LoadAsync(new MemoryStream(garbage), Token));
    }

    [Fact]
    public async Task Tag_adds_a_name_and_remove_takes_only_that_name()
    {
        var repository = engine.NewName("tagged");

        await Images.TagAsync(engine.Image, repository, "two", Token);
        var byPattern = await Images.ListAsync(new ImageFilter($"{repository}:*", [engine.Label]), Token);
        var removed = await Images.RemoveAsync($"{repository}:two", force: false, noPrune: false, Token);

        Assert.Contains($"{repository}:two", Assert.Single(byPattern).RepoTags);
        Assert.True(removed);
        Assert.False(await Images.RemoveAsync($"{repository}:two", force: false, noPrune: false, Token));
        Assert.NotNull(await Images.InspectAsync(engine.Image, Token));
    }

    [Fact]
    public async Task Pull_from_a_registry_that_is_not_there_is_an_error_without_the_password()
    {
        var credentials = new RegistryCredentials("127.0.0.1:1", "me", "hunter2");

        var error = await Assert.ThrowsAsync<DockerApiException>(() => Images.PullAsync("127.0.0.1:1/app:one", credentials, null, Token));

        Assert.Contains("connection refused", error.EngineMessage);
        Assert.DoesNotContain("hunter2", error.ToString());
    }

    [Fact]
    public async Task Prune_removes_untagged_images_of_the_label_only()
    {
        using var context = BuildContext.Only($"FROM scratch\nLABEL unique={Guid.NewGuid():N}\nCMD [\"/x\"]\n");
        var mark = Guid.NewGuid().ToString("N");
        var labels = new Dictionary<string, string>(engine.Labels) { ["haloy.test.mark"] = mark };
        var id = await Images.BuildAsync(new BuildSpec { Labels = labels }, context, null, Token);

        var pruned = await Images.PruneDanglingAsync($"haloy.test.mark={mark}", Token);

        Assert.Contains(id, pruned.Deleted);
        Assert.Null(await Images.InspectAsync(id, Token));
        Assert.NotNull(await Images.InspectAsync(engine.Image, Token));
    }

    private sealed class Steps<T> : IProgress<T>
    {
        public List<T> Seen { get; } = [];

        public void Report(T value) => Seen.Add(value);
    }
}
