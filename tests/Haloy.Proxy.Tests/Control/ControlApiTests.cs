using System.Net;
using System.Net.Http.Json;
using System.Text;
using Haloy.Contracts.ProxyControl;
using Haloy.Proxy.Tests.Support;
using Haloy.Testing;

namespace Haloy.Proxy.Tests.Control;

public sealed class ControlApiTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Accepted_snapshot_is_hashed_saved_and_in_force()
    {
        using var directory = new TempDirectory();
        await using var proxy = await TestProxy.StartAsync(directory: directory);
        var snapshot = Snapshots.Plain("app.example.com") with { Generation = 7 };

        using var response = await proxy.Control.PutAsJsonAsync("/v1/config", snapshot, ProxyControlJson.Default.RoutingSnapshot, Cancel);

        var accepted = await response.Content.ReadFromJsonAsync(ProxyControlJson.Default.ConfigAccepted, Cancel);
        var status = await proxy.StatusAsync();
        Assert.Equal(SnapshotHash.Of(snapshot), accepted!.ConfigHash);
        Assert.Equal((accepted.ConfigHash, 1, 7L, "socket", ProxyStatus.CurrentGeneration), (status.ConfigHash, status.Routes, status.SnapshotGeneration, status.LoadedFrom, status.Generation));
    }

    [Fact]
    public async Task Files_are_for_the_owner_only()
    {
        if (OperatingSystem.IsWindows())
            return;

        using var directory = new TempDirectory();
        await using var proxy = await TestProxy.StartAsync(directory: directory);
        await proxy.ServeAsync();

        const UnixFileMode ReadWrite = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        Assert.Equal(ReadWrite, File.GetUnixFileMode(directory.File("proxy", "snapshot.json")));
        Assert.Equal(ReadWrite, File.GetUnixFileMode(proxy.Server.ControlSocketPath));
        Assert.Equal(ReadWrite | UnixFileMode.UserExecute, File.GetUnixFileMode(directory.File("proxy")));
    }

    [Theory]
    [InlineData("", 400)]
    [InlineData("null", 400)]
    [InlineData("{}", 400)]
    [InlineData("""{"generation":6,"api_domain":"api.example.com"}""", 400)]
    [InlineData("""{"routes":null}""", 400)]
    [InlineData("{", 400)]
    [InlineData("""{"routes":{}}""", 400)]
    [InlineData("""{"schema_version":2,"routes":[{"canonical":"???"}]}""", 409)]
    [InlineData("""{"generation":4,"routes":[]}""", 409)]
    [InlineData("""{"routes":[{"canonical":"x"},{"canonical":"app.example.com"},{"canonical":"app.example.com"}]}""", 400)]
    public async Task Refused_snapshot_leaves_the_running_one(string json, int status)
    {
        await using var proxy = await TestProxy.StartAsync();
        Assert.Equal(200, (await PutAsync(proxy, """{"generation":5,"routes":[{"canonical":"app.example.com"}]}""")).Status);
        var before = await proxy.StatusAsync();

        var (answered, error) = await PutAsync(proxy, json);

        Assert.Equal(status, answered);
        Assert.Contains("error", error);
        Assert.Equal(before.ConfigHash, (await proxy.StatusAsync()).ConfigHash);
    }

    [Theory]
    [InlineData("{", "the snapshot is not valid JSON: ", "LineNumber: 0")]
    [InlineData("{\"routes\":[\n{\"canonical\":\"a.example.com\",\"backends\":[{\"ip\":1}]}]}", "the snapshot has a value of a wrong kind: $.routes[0].backends[0].ip, ", "line 2, byte ")]
    public async Task Mistake_in_the_text_is_told_with_its_place(string json, string problem, string place)
    {
        await using var proxy = await TestProxy.StartAsync();

        using var answer = await proxy.Control.PutAsync("/v1/config", new StringContent(json), TestContext.Current.CancellationToken);
        var error = await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);

        Assert.Contains(problem, error, StringComparison.Ordinal);
        Assert.Contains(place, error, StringComparison.Ordinal);
        Assert.DoesNotContain("Haloy.", error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Unnumbered_and_equal_generations_are_accepted()
    {
        await using var proxy = await TestProxy.StartAsync();

        foreach (var generation in (int[])[5, 5, 0, 1])
            Assert.Equal(200, (await PutAsync(proxy, $$"""{"generation":{{generation}},"routes":[],"field_of_tomorrow":1}""")).Status);
    }

    [Fact]
    public async Task Snapshot_that_is_too_large_is_refused()
    {
        await using var proxy = await TestProxy.StartAsync();

        Assert.Equal(413, (await PutAsync(proxy, new string(' ', 16 * 1024 * 1024 + 1))).Status);
    }

    [Fact]
    public async Task Snapshot_that_cannot_be_saved_is_not_applied()
    {
        using var directory = new TempDirectory();
        await using var proxy = await TestProxy.StartAsync(directory: directory);
        // A directory in its place cannot be replaced by a file, not even by root.
        Directory.CreateDirectory(directory.File("proxy", "snapshot.json"));

        var (status, error) = await PutAsync(proxy, """{"routes":[{"canonical":"app.example.com"}]}""");

        Assert.Equal(500, status);
        Assert.Contains("not applied", error);
        Assert.Equal("empty", (await proxy.StatusAsync()).LoadedFrom);
    }

    [Fact]
    public async Task Unknown_path_is_a_json_404()
    {
        await using var proxy = await TestProxy.StartAsync();

        using var response = await proxy.Control.GetAsync("/v1/other", Cancel);

        Assert.Equal(HttpStatusCode.NotFound, response.StatusCode);
        Assert.Equal("application/json", response.Content.Headers.ContentType?.MediaType);
    }

    [Fact]
    public async Task Counters_follow_a_backend_through_its_life()
    {
        using var release = new SemaphoreSlim(0);
        var asked = new TaskCompletionSource();
        await using var backend = new ScriptedBackend(async peer =>
        {
            await peer.ReadHeadAsync();
            asked.TrySetResult();
            await release.WaitAsync(peer.Stop);
            await peer.SendAsync("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok");
            await peer.ReadHeadAsync();
        });
        await using var proxy = await TestProxy.StartAsync();
        await proxy.ApplyAsync(With(BackendState.Active));
        var pending = proxy.GetAsync("/");
        await asked.Task;

        Assert.Equal((BackendState.Active, 1L), await CountAsync());
        await proxy.ApplyAsync(With(BackendState.Draining));
        Assert.Equal((BackendState.Draining, 1L), await CountAsync());
        await proxy.ApplyAsync(Snapshots.Plain("app.example.com"));
        Assert.Equal(("gone", 1L), await CountAsync());

        release.Release();
        using var response = await pending;
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        while ((await proxy.StatusAsync()).Backends!.Count > 0)
            await Task.Yield();

        RoutingSnapshot With(string state) => Snapshots.Of(
            Snapshots.Route("app.example.com", Snapshots.Backend(backend.EndPoint, "d1", state)) with { PlainHttp = true });
        async Task<(string, long)> CountAsync() =>
            Assert.Single((await proxy.StatusAsync()).Backends!) is var one ? (one.State, one.InFlight) : default;
    }

    private static async Task<(int Status, string Body)> PutAsync(TestProxy proxy, string json)
    {
        using var content = new StringContent(json, Encoding.UTF8, "application/json");
        using var response = await proxy.Control.PutAsync("/v1/config", content, Cancel);
        return ((int)response.StatusCode, await response.Content.ReadAsStringAsync(Cancel));
    }
}
