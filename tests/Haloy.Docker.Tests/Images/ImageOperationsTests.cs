using System.Text;
using Haloy.Docker.Images;
using Haloy.Docker.Tests.Fakes;

namespace Haloy.Docker.Tests.Images;

public sealed class ImageOperationsTests : IAsyncLifetime
{
    private readonly FakeEngine _engine = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private IImageOperations Images => _engine.Client.Images;

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public ValueTask DisposeAsync() => _engine.DisposeAsync();

    [Theory]
    [InlineData("app", "fromImage=app&tag=latest")]
    [InlineData("host:5000/app", "fromImage=host:5000/app&tag=latest")]
    [InlineData("host:5000/app:v1", "fromImage=host:5000/app&tag=v1")]
    [InlineData("app@sha256:12", "fromImage=app&tag=sha256:12")]
    [InlineData("host:5000/app:v1@sha256:12", "fromImage=host:5000/app&tag=sha256:12")]
    public async Task Pull_asks_for_exactly_one_image(string reference, string query)
    {
        _engine.Script(exchange => exchange.RespondAsync(200, ""));

        await Images.PullAsync(reference, null, null, Token);

        var request = Assert.Single(_engine.Requests);
        Assert.Equal(query, request.Query);
        Assert.False(request.Headers.ContainsKey("X-Registry-Auth"));
    }

    [Fact]
    public async Task Pull_reports_progress_and_sends_credentials_as_url_safe_base64()
    {
        _engine.Script(exchange => exchange.RespondAsync(
            200, "{\"status\":\"Pulling\",\"id\":\"v1\"}\r\n{\"status\":\"Downloading\",\"id\":\"ab\",\"progressDetail\":{\"current\":5,\"total\":9}}\r\n"));
        var steps = new Steps();

        await Images.PullAsync("app:v1", new RegistryCredentials("host", "me", "p?>~ü"), steps, Token);

        var header = Assert.Single(_engine.Requests).Headers["X-Registry-Auth"];
        var json = Encoding.UTF8.GetString(Convert.FromBase64String(header.Replace('-', '+').Replace('_', '/')));
        Assert.DoesNotContain(header, c => c is '+' or '/');
        Assert.Contains("\"serveraddress\":\"host\"", json);
        Assert.Equal([new PullProgress("Pulling", "v1", null, null), new PullProgress("Downloading", "ab", 5, 9)], steps.Seen);
    }

    [Theory]
    [InlineData("""{"errorDetail":{"code":401,"message":"unauthorized"},"error":"unauthorized"}""", "unauthorized")]
    [InlineData("""{"error":"only the old field"}""", "only the old field")]
    public async Task Error_inside_a_pull_load_or_build_is_an_error(string line, string message)
    {
        _engine.Script(exchange => exchange.RespondAsync(200, "{\"stream\":\"so far so good\"}\n" + line + "\n"));

        DockerApiException[] errors =
        [
            await Assert.ThrowsAsync<DockerApiException>(() => Images.PullAsync("a", null, null, Token)),
            await Assert.ThrowsAsync<DockerApiException>(() => Images.LoadAsync(new MemoryStream([1]), Token)),
            await Assert.ThrowsAsync<DockerApiException>(() => Images.BuildAsync(new BuildSpec(), new MemoryStream([1]), null, Token)),
        ];

        Assert.All(errors, error => Assert.Equal((null, message), (error.StatusCode, error.EngineMessage)));
    }

    [Fact]
    public async Task Load_streams_the_archive_and_returns_names_and_ids()
    {
        var archive = new byte[300_000];
        Random.Shared.NextBytes(archive);
        _engine.Script(exchange => exchange.RespondAsync(
            200, "{\"stream\":\"Loaded image: app:v1\\nLoaded image: app:v2\\n\"}\r\n{\"stream\":\"Loaded image ID: sha256:12\\n\"}\r\n"));

        var loaded = await Images.LoadAsync(new MemoryStream(archive), Token);

        Assert.Equal(["app:v1", "app:v2", "sha256:12"], loaded);
        var request = Assert.Single(_engine.Requests);
        Assert.Equal(archive, request.Body);
        Assert.Equal("application/x-tar", request.Headers["Content-Type"]);
    }

    [Fact]
    public async Task Load_from_a_source_that_fails_reports_the_source_and_not_the_engine() =>
        Assert.Equal(
            "disk on fire",
            (await Assert.ThrowsAsync<IOException>(() => Images.LoadAsync(new BrokenStream(), Token))).Message);

    [Fact]
    public async Task Build_sends_its_options_and_keeps_build_arguments_out_of_errors()
    {
        _engine.Script(exchange => exchange.RespondAsync(500, """{"message":"no"}"""));
        var spec = new BuildSpec { Tags = ["a:1", "b:2"], BuildArgs = new Dictionary<string, string> { ["TOKEN"] = "hunter2" }, Target = "final" };

        var error = await Assert.ThrowsAsync<DockerApiException>(() => Images.BuildAsync(spec, new MemoryStream([1]), null, Token));

        var query = Assert.Single(_engine.Requests).Query;
        Assert.Contains("""buildargs={"TOKEN":"hunter2"}""", query);
        Assert.EndsWith("t=a:1&t=b:2", query);
        Assert.Contains("target=final", query);
        Assert.DoesNotContain("hunter2", error.ToString());
    }

    [Fact]
    public async Task Build_without_a_structured_id_finds_it_by_the_short_one()
    {
        _engine.Script(exchange => exchange.Method == "POST"
            ? exchange.RespondAsync(200, "{\"stream\":\"Successfully built 4bf07f929486\\n\"}\n")
            : exchange.RespondAsync(200, """{"Id":"sha256:4bf07f929486ff"}"""));

        Assert.Equal("sha256:4bf07f929486ff", await Images.BuildAsync(new BuildSpec(), new MemoryStream([1]), null, Token));
    }

    [Fact]
    public async Task Build_that_makes_nothing_is_a_protocol_error()
    {
        _engine.Script(exchange => exchange.RespondAsync(200, "{\"stream\":\"hm\"}\n"));

        await Assert.ThrowsAsync<DockerProtocolException>(() => Images.BuildAsync(new BuildSpec(), new MemoryStream([1]), null, Token));
    }

    [Fact]
    public async Task Save_that_is_left_halfway_closes_the_connection()
    {
        var gone = new TaskCompletionSource();
        _engine.Script(async exchange =>
        {
            await exchange.BeginAsync("application/x-tar");
            await exchange.WriteAsync("the first block");
            await exchange.ClientGoneAsync();
            gone.SetResult();
        });

        await using (var tar = await Images.SaveAsync("a", Token))
            Assert.True(await tar.ReadAsync(new byte[10], Token) > 0);

        await gone.Task.WaitAsync(Token);
    }

    [Fact]
    public void Credentials_do_not_print_the_password() =>
        Assert.DoesNotContain("hunter2", new RegistryCredentials("host", "me", "hunter2").ToString());

    private sealed class Steps : IProgress<PullProgress>
    {
        public List<PullProgress> Seen { get; } = [];

        public void Report(PullProgress value) => Seen.Add(value);
    }

    private sealed class BrokenStream : MemoryStream
    {
        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) => throw new IOException("disk on fire");
    }
}
