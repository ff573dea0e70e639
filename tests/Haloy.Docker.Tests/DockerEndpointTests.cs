namespace Haloy.Docker.Tests;

public sealed class DockerEndpointTests
{
    [Theory]
    [InlineData("unix:///run/user/1000/docker.sock", "unix:///run/user/1000/docker.sock")]
    [InlineData(" UNIX:///a ", "unix:///a")]
    [InlineData("tcp://127.0.0.1:2376", "tcp://127.0.0.1:2376")]
    [InlineData("tcp://build-host", "tcp://build-host:2375")]
    [InlineData("tcp://[::1]:99/", "tcp://[::1]:99")]
    public void Parse_reads_sockets_and_ports(string text, string expected) => Assert.Equal(expected, DockerEndpoint.Parse(text).ToString());

    [Theory]
    [InlineData("ssh://me@host", "neither")]
    [InlineData("/var/run/docker.sock", "neither")]
    [InlineData("unix://relative", "not absolute")]
    [InlineData("tcp://", "not tcp://")]
    [InlineData("tcp://host/path", "not tcp://")]
    [InlineData("tcp://me:secret@host", "not tcp://")]
    public void Parse_says_what_is_wrong(string text, string reason) =>
        Assert.Contains(reason, Assert.Throws<FormatException>(() => DockerEndpoint.Parse(text)).Message);

    [Fact]
    public void Parse_refuses_a_socket_path_the_kernel_cannot_hold() =>
        Assert.Throws<FormatException>(() => DockerEndpoint.Parse("unix:///" + new string('x', 107)));

    [Fact]
    public void Environment_without_DOCKER_HOST_means_the_usual_socket()
    {
        Assert.Equal("unix:///var/run/docker.sock", DockerEndpoint.FromEnvironment(_ => null).ToString());
        Assert.Equal(DockerEndpoint.Default, DockerEndpoint.FromEnvironment(new Dictionary<string, string> { ["DOCKER_HOST"] = " " }));
    }

    [Theory]
    [InlineData("ssh://me@host", "")]
    [InlineData("tcp://host:2376", "1")]
    public void Environment_that_cannot_be_used_says_what_to_do(string host, string tls)
    {
        var environment = new Dictionary<string, string> { ["DOCKER_HOST"] = host, ["DOCKER_TLS_VERIFY"] = tls };

        var error = Assert.Throws<DockerUnavailableException>(() => DockerEndpoint.FromEnvironment(environment));

        Assert.Contains("DOCKER_HOST", error.Message);
        Assert.Contains("Unset DOCKER_HOST", error.Hint);
    }
}
