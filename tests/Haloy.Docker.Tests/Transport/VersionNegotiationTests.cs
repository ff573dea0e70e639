using Haloy.Docker.Tests.Fakes;

namespace Haloy.Docker.Tests.Transport;

public sealed class VersionNegotiationTests : IAsyncLifetime
{
    private readonly FakeEngine _engine = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public ValueTask DisposeAsync() => _engine.DisposeAsync();

    [Theory]
    [InlineData("1.41", "1.41")]
    [InlineData("1.47", "1.47")]
    [InlineData("1.52", "1.47")]
    [InlineData("2.0", "1.47")]
    public async Task Version_is_the_newest_both_know(string offered, string used)
    {
        _engine.ApiVersion = offered;
        _engine.Script(exchange => exchange.RespondAsync(200, "[]"));

        await _engine.Client.Containers.ListAsync(new(), Token);

        Assert.Equal($"/v{used}/containers/json", Assert.Single(_engine.Requests).Path);
    }

    [Theory]
    [InlineData("1.40")]
    [InlineData("1.9")]
    public async Task Engine_that_is_too_old_is_named_with_what_to_do(string offered)
    {
        _engine.ApiVersion = offered;

        var error = await Assert.ThrowsAsync<DockerUnavailableException>(() => _engine.Client.System.PingAsync(Token));

        Assert.Contains($"offers API {offered}; at least 1.41 is needed", error.Message);
        Assert.Contains("Upgrade Docker", error.Hint);
    }

    [Fact]
    public async Task Something_else_on_the_socket_is_not_taken_for_an_engine()
    {
        _engine.ApiVersion = null;

        var error = await Assert.ThrowsAsync<DockerProtocolException>(() => _engine.Client.System.PingAsync(Token));

        Assert.Contains("not a Docker engine", error.Message);
    }

    [Fact]
    public async Task Callers_at_the_same_time_ask_once()
    {
        _engine.Script(exchange => exchange.RespondAsync(200, "[]"));

        await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => _engine.Client.Containers.ListAsync(new(), Token)));

        Assert.Equal(1, _engine.Pings);
    }

    [Fact]
    public async Task Failed_question_is_asked_again_by_the_next_caller()
    {
        _engine.Script(exchange => exchange.RespondAsync(200, "[]"));
        _engine.OnPing = exchange => exchange.RespondAsync(503, "starting");
        await Assert.ThrowsAsync<DockerProtocolException>(() => _engine.Client.Containers.ListAsync(new(), Token));
        _engine.OnPing = null;

        await _engine.Client.Containers.ListAsync(new(), Token);

        Assert.Equal(2, _engine.Pings);
    }

    [Fact]
    public async Task One_callers_cancellation_does_not_fail_the_others()
    {
        var asked = new TaskCompletionSource();
        var answer = new TaskCompletionSource();
        _engine.Script(exchange => exchange.RespondAsync(200, "[]"));
        _engine.OnPing = async exchange =>
        {
            asked.SetResult();
            await answer.Task;
            await exchange.RespondAsync(200, "OK", "Api-Version: 1.41");
        };
        using var impatient = new CancellationTokenSource();
        var first = _engine.Client.Containers.ListAsync(new(), impatient.Token);
        var second = _engine.Client.Containers.ListAsync(new(), Token);
        await asked.Task;

        await impatient.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => first);
        answer.SetResult();

        Assert.Empty(await second);
    }

    [Fact]
    public async Task Engine_that_accepts_and_says_nothing_is_given_up()
    {
        var asked = new TaskCompletionSource();
        _engine.OnPing = exchange =>
        {
            asked.SetResult();
            return exchange.ClientGoneAsync();
        };
        var ping = _engine.Client.System.PingAsync(Token);
        await asked.Task;

        _engine.Clock.Advance(TimeSpan.FromSeconds(10));

        var error = await Assert.ThrowsAsync<DockerUnavailableException>(() => ping);
        Assert.Contains("no answer within 10 seconds", error.Message);
    }

    [Fact]
    public async Task Restarted_engine_of_another_version_is_asked_anew()
    {
        _engine.Script(exchange => exchange.RespondAsync(200, "[]"));
        await _engine.Client.Containers.ListAsync(new(), Token);
        _engine.ApiVersion = "1.41";
        _engine.Script(exchange => exchange.Path.StartsWith("/v1.41/", StringComparison.Ordinal)
            ? exchange.RespondAsync(200, "[]")
            : exchange.RespondAsync(400, """{"message":"client version 1.47 is too new. Maximum supported API version is 1.41"}"""));

        _engine.Restart();
        await _engine.Client.Containers.ListAsync(new(), Token);

        Assert.Equal(["/v1.47/containers/json", "/v1.47/containers/json", "/v1.41/containers/json"], _engine.Requests.Select(request => request.Path));
    }

    [Fact]
    public async Task Engine_that_refuses_our_version_twice_is_reported()
    {
        _engine.Script(exchange => exchange.RespondAsync(400, """{"message":"client version 1.47 is too old. Minimum supported API version is 1.60"}"""));

        var error = await Assert.ThrowsAsync<DockerUnavailableException>(() => _engine.Client.Containers.ListAsync(new(), Token));

        Assert.Contains("Minimum supported API version is 1.60", error.Message);
        Assert.Equal(2, _engine.Requests.Count);
    }
}
