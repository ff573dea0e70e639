using Haloy.Contracts;
using Haloy.Contracts.Api;
using Haloy.Contracts.Policies;
using Haloy.Server.Deployments.Execution;
using Haloy.Server.Discovery;
using Haloy.Server.Tests.Support;

namespace Haloy.Server.Tests.Discovery;

public class LabelsTests
{
    private static readonly Dictionary<string, string> Least = new() { [Labels.AppName] = "shop", [Labels.DeploymentId] = "d1" };

    [Fact]
    public void What_is_written_is_read_back()
    {
        var deployment = A.Deployment("d1", replicas: 3).With(t => t with
        {
            Domains = [A.Domain("Shop.example.com", "www.shop.example.com", "b.example.com"), A.Domain("two.example.com")],
            Port = "3000",
            Protocol = "h2c",
            HealthCheckPath = "/up",
            MinReadySeconds = 5,
            Tls = "off",
        });

        var read = LabelReader.Read(LabelWriter.Write(deployment, replica: 2, instance: "dev")).Value!;

        Assert.Equal(("shop", "d1", 2, "3000", "/up", TimeSpan.FromSeconds(5), true), (read.App, read.DeploymentId, read.Replica, read.Port, read.HealthCheckPath, read.MinReady, read.PlainHttp));
        Assert.Equal("h2c", read.Protocol);
        Assert.Equal(["shop.example.com: www.shop.example.com b.example.com", "two.example.com: "], read.Domains.Select(d => $"{d.Domain}: {string.Join(' ', d.Aliases!)}"));
    }

    [Fact]
    public void Routes_and_policy_are_read_back_without_a_password()
    {
        var deployment = A.Deployment("d1", replicas: 2).With(t => t with
        {
            Routes = [new() { Path = "/api", Strip = true }, new() { Host = "b.example.com", Path = "/" }],
            Headers = new Dictionary<string, string> { ["Server"] = "", ["X-A"] = "b" },
            BasicAuth = [new() { Username = "anna", Password = new() { Value = "open sesame" } }],
            IpAllow = ["10.0.0.0/8"],
            MaxBodyBytes = 5,
            Timeouts = new() { ConnectSeconds = 1, ResponseHeaderSeconds = 2, IdleSeconds = 3 },
            Compression = true,
            LoadBalancing = new() { Policy = "least_connections", Sticky = true, SlowStartSeconds = 4 },
        });

        var labels = LabelWriter.Write(deployment, replica: 1, instance: null);
        var read = LabelReader.Read(labels).Value!;

        Assert.Equal(deployment.Target.Routes!, read.Routes);
        Assert.Equal(deployment.Target.Headers!, read.Policy!.Headers!);
        Assert.Equal(["10.0.0.0/8"], read.Policy.IpAllow!);
        Assert.True(read.Policy.Compression);
        Assert.Equal((5, 1, 2, 3), (read.Policy.MaxBodyBytes, read.Policy.ConnectSeconds, read.Policy.ResponseHeaderSeconds, read.Policy.IdleSeconds));
        Assert.Equal(new() { Policy = "least_connections", Sticky = new(), SlowStartSeconds = 4 }, read.Policy.Balance);
        var user = Assert.Single(read.Policy.BasicAuth!);
        Assert.Equal("anna", user.Username);
        Assert.True(new Haloy.Core.PasswordHash(user.Salt, user.Iterations, user.Hash).Matches("open sesame"u8));
        Assert.DoesNotContain("sesame", string.Concat(labels.Values));
        Assert.Equal(labels[Labels.Policy], LabelWriter.Write(deployment, replica: 2, instance: null)[Labels.Policy]);
        Assert.NotEqual(labels[Labels.Policy], LabelWriter.Write(deployment with { Id = "d2" }, replica: 1, instance: null)[Labels.Policy]);
    }

    [Fact]
    public void Absent_labels_have_defaults()
    {
        var read = LabelReader.Read(Least).Value!;

        Assert.Equal((0, "8080", "/", TimeSpan.Zero, false), (read.Replica, read.Port, read.HealthCheckPath, read.MinReady, read.PlainHttp));
        Assert.Empty(read.Domains);
    }

    [Fact]
    public void Domains_and_aliases_come_in_the_order_of_their_numbers()
    {
        var read = Read(("dev.haloy.domain.10", "ten.example.com"), ("dev.haloy.domain.2", "two.example.com"), ("dev.haloy.domain.2.alias.10", "y.example.com"), ("dev.haloy.domain.2.alias.9", "x.example.com")).Value!;

        Assert.Equal(["two.example.com", "ten.example.com"], read.Domains.Select(d => d.Domain));
        Assert.Equal(["x.example.com", "y.example.com"], read.Domains[0].Aliases);
    }

    [Theory]
    [InlineData(Labels.AppName, "", "is missing")]
    [InlineData(Labels.DeploymentId, "", "is missing")]
    [InlineData(Labels.Role, "db", "only 'app' is known")]
    [InlineData(Labels.Port, "", "not a port")]
    [InlineData(Labels.Port, "0", "not a port")]
    [InlineData(Labels.Port, "65536", "not a port")]
    [InlineData(Labels.Port, "80/tcp", "not a port")]
    [InlineData(Labels.Protocol, "h3", "only 'http1' and 'h2c' are known")]
    [InlineData(Labels.HealthCheckPath, "up", "must begin with '/'")]
    [InlineData("dev.haloy.domain.0", "localhost:80", "not a host name")]
    [InlineData("dev.haloy.domain.0", "", "not a host name")]
    [InlineData("dev.haloy.domain.x", "a.example.com", "is not understood")]
    [InlineData("dev.haloy.domain.0junk", "a.example.com", "is not understood")]
    [InlineData("dev.haloy.domain.0.alias", "a.example.com", "is not understood")]
    [InlineData("dev.haloy.domain.-1", "a.example.com", "is not understood")]
    [InlineData("dev.haloy.domain.0.alias.0", "a.example.com", "has no dev.haloy.domain.0")]
    [InlineData(Labels.Routes, "{", "is not a list of routes")]
    [InlineData(Labels.Routes, """[{"path":"api"}]""", "is not a list of routes")]
    [InlineData(Labels.Routes, """[{"path":"/","host":"a b"}]""", "is not a list of routes")]
    [InlineData(Labels.Policy, "null", "is not a policy")]
    [InlineData(Labels.Policy, "[]", "is not a policy")]
    [InlineData(Labels.Policy, """{"ip_allow":["everybody"]}""", "is not a policy")]
    [InlineData(Labels.Policy, """{"headers":{"a b":"c"}}""", "is not a policy")]
    public void Labels_that_make_no_sense_are_named(string key, string value, string problem)
    {
        var read = Read((key, value));

        Assert.Contains(key, read.Failure!.Message, StringComparison.Ordinal);
        Assert.Contains(problem, read.Failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Container_is_asked_for_with_everything_the_target_says()
    {
        var deployment = A.Deployment("d1").With(t => t with { Env = [new() { Name = "A", Value = "1=2" }], Volumes = ["data:/data"], Network = "mine", StopTimeoutSeconds = 7 });

        var spec = ContainerSpecs.Of(deployment, 1, instance: null);

        Assert.Equal(["A=1=2", "HALOY_REPLICA_ID=1"], spec.Env);
        Assert.Equal(["data:/data"], spec.Binds);
        Assert.Equal(("shop:d1", "mine", 7, "no"), (spec.Image, spec.NetworkName, spec.StopTimeoutSeconds, spec.RestartPolicy.Name));
        Assert.Throws<InvalidOperationException>(() => ContainerSpecs.Of(deployment with { ImageRef = null }, 1, null));
    }

    [Fact]
    public void Container_gets_command_user_limits_hosts_and_log()
    {
        var deployment = A.Deployment("d1").With(t => t with
        {
            Command = ["serve", "--port", "80"],
            Entrypoint = ["tini", "--"],
            User = "1000:1000",
            Init = true,
            Resources = new() { Cpus = 0.25m, MemoryBytes = 64 << 20 },
            ExtraHosts = ["server:host-gateway"],
            Log = new() { Driver = "local", Options = new Dictionary<string, string> { ["max-size"] = "10m" } },
        });

        var spec = ContainerSpecs.Of(deployment, 1, instance: null);

        Assert.Equal(["serve", "--port", "80"], spec.Cmd!);
        Assert.Equal(["tini", "--"], spec.Entrypoint!);
        Assert.Equal(("1000:1000", true, 250_000_000L, 64L << 20), (spec.User, spec.Init, spec.NanoCpus, spec.MemoryBytes));
        Assert.Equal(["server:host-gateway"], spec.ExtraHosts!);
        Assert.Equal(("local", "10m"), (spec.LogConfig!.Driver, spec.LogConfig.Options["max-size"]));
    }

    [Fact]
    public void Container_is_left_to_image_and_engine_where_the_target_says_nothing()
    {
        var spec = ContainerSpecs.Of(A.Deployment("d1"), 1, instance: null);

        Assert.Equal((null, null, null, null, null, null), (spec.Cmd, spec.Entrypoint, spec.User, spec.Init, spec.NanoCpus, spec.LogConfig));
    }

    [Fact]
    public void Pages_are_in_no_label_and_not_read_from_one()
    {
        // A name without content would keep the whole table from the proxy.
        var read = Read((Labels.Policy, """{"max_body_bytes":1,"error_pages":{"404":"nothing"}}"""));

        Assert.Equal(new SnapshotPolicy { MaxBodyBytes = 1 }, read.Value!.Policy);
        Assert.DoesNotContain(
            LabelWriter.Write(A.Deployment("d1").With(t => t with { ErrorPages = new Dictionary<string, ErrorPageConfig> { ["404"] = new() { Html = "<p>" } } }), 1, null),
            l => l.Key == Labels.Policy || l.Value.Contains("<p>", StringComparison.Ordinal));
    }

    private static Haloy.Core.Outcome<ContainerLabels> Read(params (string Key, string Value)[] more)
    {
        var labels = new Dictionary<string, string>(Least);
        foreach (var (key, value) in more)
            labels[key] = value;
        return LabelReader.Read(labels);
    }
}
