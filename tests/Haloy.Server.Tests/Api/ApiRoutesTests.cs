using System.Net;
using Haloy.Contracts.Api;
using Haloy.Contracts.Logs;
using Haloy.Server.Deployments;
using Haloy.Server.Deployments.Decisions;
using Haloy.Server.Tests.Support;

namespace Haloy.Server.Tests.Api;

public class ApiRoutesTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Health_needs_no_token_and_tells_no_version()
    {
        await using var host = await ApiHost.StartAsync();

        Assert.Equal("""{"status":"ok","service":"haloyd"}""", await host.Stranger.GetStringAsync("/health", Cancellation));
    }

    [Fact]
    public async Task Version_answers_without_a_proxy()
    {
        await using var host = await ApiHost.StartAsync();

        var text = await host.Client.GetStringAsync("/v1/version", Cancellation);

        Assert.Contains("\"extended-target\"", text, StringComparison.Ordinal);
        Assert.DoesNotContain("\"haloy_proxy\":", text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("GET", "/nothing", 404)]
    [InlineData("GET", "/v1/nothing.txt", 404)]
    [InlineData("GET", "/v1/deploy", 405)]
    [InlineData("DELETE", "/v1/status/shop", 405)]
    [InlineData("HEAD", "/health", 200)]
    [InlineData("HEAD", "/v1/version", 200)]
    public async Task Unknown_path_and_wrong_method_are_told_apart(string method, string path, int status)
    {
        await using var host = await ApiHost.StartAsync();

        using var response = await host.Client.SendAsync(new(new HttpMethod(method), path), Cancellation);

        Assert.Equal(status, (int)response.StatusCode);
        Assert.Equal(status == 405, response.Content.Headers.Allow.Count > 0);
        if (status == 404)
            Assert.Equal($"there is no {path} here\n", await response.Content.ReadAsStringAsync(Cancellation));
    }

    [Theory]
    [InlineData("", "the body is not valid JSON")]
    [InlineData("{", "the body is not valid JSON")]
    [InlineData("null", "the body is null")]
    [InlineData("{}", "deploymentID is missing")]
    [InlineData("""{"deploymentID":"../x"}""", "deploymentID is missing")]
    [InlineData("""{"deploymentID":"d1"}""", "targetConfig is missing")]
    [InlineData("""{"deploymentID":"d1","targetConfig":{"name":"a b"}}""", "invalid configuration: name")]
    [InlineData("""{"deploymentID":"d1","targetConfig":{"replicas":"three"}}""", "replicas")]
    [InlineData("""{"deploymentID":"d1","targetConfig":{"name":"a","bakeSeconds":5}}""", "cannot do 'bake' yet: remove it")]
    [InlineData("""{"deploymentID":"d1","targetConfig":{"name":"a","bakeSeconds":5,"rollingBatch":2}}""", "cannot do 'bake', 'rolling_batch' yet: remove them")]
    [InlineData("""{"deploymentID":"d1","targetConfig":{"name":"a","errorPages":{"404":{"file":"/etc/passwd"}}}}""", "error_pages.404 has no 'html': files are read by the client")]
    [InlineData("""{"deploymentID":"d1","targetConfig":{"name":"a","errorPages":{"500":{"html":"x"}}}}""", "'500' is nothing that the proxy has a page for")]
    [InlineData("""{"deploymentID":"d1","targetConfig":{"name":"a","ipAllow":["10.0.0.1/8"]}}""", "invalid configuration: ip_allow[0]: '10.0.0.1/8' has bits set")]
    public async Task Deploy_with_a_bad_body_is_refused_with_a_reason(string body, string reason)
    {
        await using var host = await ApiHost.StartAsync();

        using var response = await host.Client.PostAsync("/v1/deploy", ApiHost.Json(body), Cancellation);

        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        Assert.Contains(reason, await response.Content.ReadAsStringAsync(Cancellation), StringComparison.Ordinal);
        Assert.Equal("text/plain; charset=utf-8", response.Content.Headers.ContentType!.ToString());
    }

    [Fact]
    public async Task Body_beyond_the_limit_is_refused()
    {
        await using var host = await ApiHost.StartAsync();

        // The client holds the body back until the answer: a server that refuses closes the connection under one who goes on sending.
        using var client = new HttpClient(new SocketsHttpHandler { Expect100ContinueTimeout = TimeSpan.FromMinutes(1) });
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(host.Client.BaseAddress!, "/v1/deploy")) { Content = ApiHost.Json(new string('x', 5 << 20)) };
        request.Headers.ExpectContinue = true;
        request.Headers.Authorization = host.Client.DefaultRequestHeaders.Authorization;
        using var response = await client.SendAsync(request, Cancellation);

        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, response.StatusCode);
    }

    [Fact]
    public async Task Deploy_is_recorded_before_it_is_answered_and_may_be_repeated()
    {
        await using var host = await ApiHost.StartAsync();

        Assert.Equal(HttpStatusCode.Accepted, await DeployAsync(host, "d1", A.Target()));
        Assert.Equal("d1", Assert.Single(host.Store.Load().Deployments).Id);
        Assert.Equal(HttpStatusCode.Accepted, await DeployAsync(host, "d1", A.Target()));
        Assert.Single(host.Store.Load().Deployments);
        Assert.Equal(HttpStatusCode.Conflict, await DeployAsync(host, "d1", A.Target("blog")));
    }

    [Theory]
    [InlineData(1, HttpStatusCode.Conflict)]
    [InlineData(2, HttpStatusCode.Accepted)]
    [InlineData(3, HttpStatusCode.Accepted)]
    [InlineData(null, HttpStatusCode.Accepted)]
    public async Task Deploy_that_needs_more_than_the_proxy_does_is_refused_with_a_way_out(int? generation, HttpStatusCode status)
    {
        await using var host = await ApiHost.StartAsync();
        await host.ChangeAsync(world => world with { Routing = world.Routing with { ProxyGeneration = generation } });

        using var response = await host.Client.PostAsync("/v1/deploy", ApiHost.DeployBody("d1", A.Target() with { IpAllow = ["192.0.2.0/24"] }), Cancellation);

        Assert.Equal(status, response.StatusCode);
        if (status == HttpStatusCode.Accepted)
            return;
        var text = await response.Content.ReadAsStringAsync(Cancellation);
        Assert.Contains("too old for 'ip_allow' and would pass over it", text, StringComparison.Ordinal);
        Assert.Contains("Upgrade haloy-proxy", text, StringComparison.Ordinal);
        Assert.Empty(host.Store.Load().Deployments);
        Assert.Equal(HttpStatusCode.Accepted, await DeployAsync(host, "d2", A.Target()));
    }

    [Fact]
    public async Task Unknown_fields_are_ignored()
    {
        await using var host = await ApiHost.StartAsync();

        using var response = await host.Client.PostAsync(
            "/v1/deploy", ApiHost.Json("""{"deploymentID":"d1","fromTheFuture":{},"targetConfig":{"name":"shop","shape":"round"}}"""), Cancellation);

        Assert.Equal(HttpStatusCode.Accepted, response.StatusCode);
    }

    [Theory]
    [InlineData("shop.example.com", "domain 'shop.example.com' belongs to app 'shop'.")]
    [InlineData("API.example.com", "domain 'api.example.com' is this server's API domain.")]
    public async Task Deploy_of_a_taken_domain_is_refused(string domain, string reason)
    {
        await using var host = await ApiHost.StartAsync();
        await DeployAsync(host, "d1", A.Target());

        using var response = await host.Client.PostAsync("/v1/deploy", ApiHost.DeployBody("d2", A.Target("blog") with { Domains = [A.Domain("blog.example.com", domain)] }), Cancellation);

        Assert.Equal(HttpStatusCode.Conflict, response.StatusCode);
        Assert.StartsWith(reason, await response.Content.ReadAsStringAsync(Cancellation), StringComparison.Ordinal);
        Assert.Null(host.Store.AppOf("d2"));
    }

    [Fact]
    public async Task Status_and_stop_know_only_what_is_deployed()
    {
        await using var host = await ApiHost.StartAsync();

        Assert.Equal("app 'shop' is not deployed on this server\n", await TextAsync(host.Client.GetAsync("/v1/status/shop", Cancellation)));
        Assert.Equal("app 'shop' is not deployed on this server\n", await TextAsync(host.Client.PostAsync("/v1/stop/shop", null, Cancellation)));
        Assert.StartsWith("remove-volumes needs remove-containers", await TextAsync(host.Client.PostAsync("/v1/stop/shop?remove-volumes=true", null, Cancellation)), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("", nameof(AppIntent.Stop))]
    [InlineData("?remove-containers=true", nameof(AppIntent.Remove))]
    [InlineData("?remove-containers=true&remove-volumes=true", nameof(AppIntent.RemoveWithVolumes))]
    public async Task Stop_records_what_was_asked(string query, string intent)
    {
        await using var host = await ApiHost.StartAsync();
        await DeployAsync(host, "d1", A.Target());

        using var response = await host.Client.PostAsync($"/v1/stop/shop{query}", null, Cancellation);

        Assert.Equal(HttpStatusCode.Accepted, response.StatusCode);
        Assert.Equal(intent, host.Store.Load().Apps["shop"].Intent.ToString());
    }

    [Fact]
    public async Task Secret_is_in_no_answer()
    {
        await using var host = await ApiHost.StartAsync();
        await DeployAsync(host, "d1", A.Target() with { Env = [new EnvVar { Name = "KEY", Value = "hunter2" }] });
        await host.ChangeAsync(world => world.Seen("shop", [A.Container(A.Deployment("d1"), 1)]));

        foreach (var path in (string[])["/v1/status/shop", "/v1/rollback/shop", "/v1/version"])
            Assert.DoesNotContain("hunter2", await host.Client.GetStringAsync(path, Cancellation), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Rollback_goes_to_a_target_and_to_nothing_else()
    {
        await using var host = await ApiHost.StartAsync();
        foreach (var id in (string[])["d1", "d2"])
            host.Store.Change(host.Store.Add(A.Deployment(id, DeploymentPhase.Pending) with { History = new() { Name = "shop" } })! with { Phase = DeploymentPhase.Succeeded });
        host.Engine.Store.Add("shop:d1");

        Assert.Contains("\"DeploymentID\":\"d1\",\"ImageID\":\"\",\"ImageRef\":\"shop:d1\"", await host.Client.GetStringAsync("/v1/rollback/shop", Cancellation), StringComparison.Ordinal);
        Assert.StartsWith("shop cannot go back to deployment 'd2'", await TextAsync(RollbackAsync(host, "d2")), StringComparison.Ordinal);
        Assert.Equal("", await TextAsync(RollbackAsync(host, "d1")));

        var accepted = host.Store.Load().Deployments[^1];
        Assert.Equal(("d9", "d1", "shop:d1", "never"), (accepted.Id, accepted.RolledBackFrom, accepted.Target.Image!.Reference(), accepted.Target.Image.PullPolicy));
    }

    [Fact]
    public async Task Rollback_with_the_registry_strategy_pulls_with_the_credentials_of_the_request()
    {
        await using var host = await ApiHost.StartAsync();
        var history = new ImageHistory { Strategy = "registry", Count = 3, Pattern = "v*" };
        var image = new ImageConfig { Repository = "r.example.com/shop", Tag = "v1", History = history, Registry = new() { Username = new() { From = new() { Env = "U" } }, Password = new() { From = new() { Env = "P" } } } };
        foreach (var id in (string[])["d1", "d2"])
            host.Store.Change(host.Store.Add(A.Deployment(id, DeploymentPhase.Pending).With(t => t with { Image = image }) with { History = new() { Name = "shop", Image = image } })! with { Phase = DeploymentPhase.Succeeded });

        await TextAsync(RollbackAsync(host, "d1", image with { Registry = new() { Username = new() { Value = "me" }, Password = new() { Value = "pw" } } }));

        var target = host.Store.Load().Deployments[^1].Target;
        Assert.Equal(("r.example.com/shop:v1", "pw"), (target.Image!.Reference(), target.Image.Registry?.Password?.Value));
    }

    [Fact]
    public async Task Deployment_log_streams_with_ids_and_resumes()
    {
        await using var host = await ApiHost.StartAsync();
        await DeployAsync(host, "d1", A.Target());
        host.Log.Append("d1", new LogEntry { Message = "two" });
        host.Log.Append("d1", new LogEntry { Message = "end", IsDeploymentComplete = true });

        var whole = await host.Client.GetStringAsync("/v1/deploy/d1/logs", Cancellation);
        using var request = new HttpRequestMessage(HttpMethod.Get, "/v1/deploy/d1/logs");
        request.Headers.Add("Last-Event-ID", "2");
        using var resumed = await host.Client.SendAsync(request, Cancellation);

        Assert.StartsWith(": keepalive\n\nid: 1\ndata: {", whole, StringComparison.Ordinal);
        Assert.Contains("\n\nid: 2\ndata: {", whole, StringComparison.Ordinal);
        Assert.EndsWith("}\n\n", whole, StringComparison.Ordinal);
        Assert.StartsWith(": keepalive\n\nid: 3\ndata: {", await resumed.Content.ReadAsStringAsync(Cancellation), StringComparison.Ordinal);
        Assert.Equal("text/event-stream", resumed.Content.Headers.ContentType!.ToString());
    }

    [Fact]
    public async Task Deployment_log_has_many_readers_at_once()
    {
        await using var host = await ApiHost.StartAsync();
        await DeployAsync(host, "d1", A.Target());
        var responses = await Task.WhenAll(Enumerable.Range(0, 5).Select(_ => host.Client.GetAsync("/v1/deploy/d1/logs", HttpCompletionOption.ResponseHeadersRead, Cancellation)));

        host.Log.Append("d1", new LogEntry { Message = "end", IsDeploymentComplete = true });

        foreach (var response in responses)
        {
            Assert.Contains("\"message\":\"end\"", await response.Content.ReadAsStringAsync(Cancellation), StringComparison.Ordinal);
            response.Dispose();
        }
    }

    [Fact]
    public async Task Log_of_an_unknown_deployment_is_not_found()
    {
        await using var host = await ApiHost.StartAsync();

        Assert.Equal("there is no deployment 'd1' on this server\n", await TextAsync(host.Client.GetAsync("/v1/deploy/d1/logs", Cancellation)));
    }

    [Fact]
    public async Task App_logs_come_from_the_chosen_container()
    {
        await using var host = await ApiHost.StartAsync();
        var box = host.Engine.Box.Add("shop-d1", new Dictionary<string, string>(), running: true);
        box.Output.AddRange(["one", "two"]);
        await host.ChangeAsync(world => world.Seen("shop", [A.Container(A.Deployment("d1"), 1) with { Id = box.Id }]));

        var text = await host.Client.GetStringAsync("/v1/logs/shop?tail=1&follow=false", Cancellation);

        Assert.Equal($": keepalive\n\ndata: {{\"containerId\":\"{box.Id}\",\"line\":\"two\"}}\n\n", text);
        Assert.StartsWith("app 'shop' has no container 'zzz'", await TextAsync(host.Client.GetAsync("/v1/logs/shop?containerId=zzz", Cancellation)), StringComparison.Ordinal);
        Assert.StartsWith("containerId and allContainers exclude", await TextAsync(host.Client.GetAsync("/v1/logs/shop?containerId=z&allContainers=true", Cancellation)), StringComparison.Ordinal);
        Assert.StartsWith("app 'blog' has no running container", await TextAsync(host.Client.GetAsync("/v1/logs/blog", Cancellation)), StringComparison.Ordinal);
    }

    private static async Task<HttpStatusCode> DeployAsync(ApiHost host, string id, TargetConfig target)
    {
        using var response = await host.Client.PostAsync("/v1/deploy", ApiHost.DeployBody(id, target), Cancellation);
        return response.StatusCode;
    }

    private static Task<HttpResponseMessage> RollbackAsync(ApiHost host, string to, ImageConfig? image = null) => host.Client.PostAsync(
        "/v1/rollback",
        ApiHost.Json(System.Text.Json.JsonSerializer.Serialize(
            new RollbackRequest { TargetDeploymentId = to, NewDeploymentId = "d9", NewTargetConfig = new() { Name = "shop", Image = image } }, ApiJson.Default.RollbackRequest)),
        Cancellation);

    private static async Task<string> TextAsync(Task<HttpResponseMessage> asking)
    {
        using var response = await asking;
        return await response.Content.ReadAsStringAsync(Cancellation);
    }
}
