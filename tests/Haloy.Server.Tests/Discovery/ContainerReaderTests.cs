using Haloy.Contracts;
using Haloy.Docker.Containers;
using Haloy.Server.Discovery;
using Haloy.Server.Tests.Support;

namespace Haloy.Server.Tests.Discovery;

public class ContainerReaderTests
{
    [Theory]
    [InlineData("haloy", "haloy=10.0.0.2", "10.0.0.2")]
    [InlineData("mine", "mine=10.1.0.2,haloy=10.0.0.2", "10.0.0.2")]
    [InlineData("mine", "other=10.2.0.2,mine=10.1.0.2", "10.1.0.2")]
    [InlineData("default", "b=10.2.0.2,a=10.1.0.2", "10.1.0.2")]
    [InlineData("host", "", "127.0.0.1")]
    [InlineData("haloy", "haloy=", null)]
    [InlineData("none", "", null)]
    public void Address_is_the_one_the_proxy_can_reach(string mode, string networks, string? address) =>
        Assert.Equal(address, Read(mode, networks, health: null).Address);

    [Fact]
    public void State_is_taken_over()
    {
        var read = Read("haloy", "haloy=10.0.0.2", new("unhealthy", 3, "refused"));

        Assert.Equal(("exited", 137, true, 2, "unhealthy", "refused"), (read.State, read.ExitCode, read.OutOfMemory, read.RestartCount, read.DockerHealth, read.DockerHealthOutput));
        Assert.Equal((A.Noon, A.Noon.AddSeconds(1), A.Noon.AddSeconds(2)), (read.CreatedAt, read.StartedAt, read.FinishedAt));
        Assert.Equal(new RunKey("id", A.Noon.AddSeconds(1)), read.Run);
    }

    [Fact]
    public void Healthcheck_that_is_switched_off_is_none() =>
        Assert.Null(Read("haloy", "", new("none", 0, null)).DockerHealth);

    private static ObservedContainer Read(string mode, string networks, ContainerHealth? health) => ContainerReader.Read(new(
        "id",
        "shop",
        A.Noon,
        "sha256:i",
        new("shop:1", [], new Dictionary<string, string> { [Labels.AppName] = "shop", [Labels.DeploymentId] = "d1" }, false, [], false),
        new("exited", false, false, false, 137, "", OomKilled: true, A.Noon.AddSeconds(1), A.Noon.AddSeconds(2), health),
        2,
        networks.Split(',', StringSplitOptions.RemoveEmptyEntries).Select(n => n.Split('=')).ToDictionary(n => n[0], n => n[1]),
        new(mode, RestartPolicy.No),
        [])).Value!;
}
