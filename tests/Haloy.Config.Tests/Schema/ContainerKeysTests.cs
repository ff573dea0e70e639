using Haloy.Config.Problems;

namespace Haloy.Config.Tests.Schema;

/// <summary>Keys of the container, from the file to what the server is sent.</summary>
public sealed class ContainerKeysTests
{
    [Fact]
    public void Container_keys_reach_the_target()
    {
        var target = Deploy.Target("""
            name: app
            command: serve --greeting 'hello world'
            entrypoint: [tini, --]
            user: 1000
            init: true
            resources: {cpus: 0.5, memory: 512m}
            extra_hosts: ["db:10.0.0.5", "v6:::1"]
            log: {driver: local, options: {max-size: 10m, max-file: 3}}
            """);

        Assert.Equal(["serve", "--greeting", "hello world"], target.Command!);
        Assert.Equal(["tini", "--"], target.Entrypoint!);
        Assert.Equal(("1000", true), (target.User, target.Init));
        Assert.Equal((0.5m, 512L * 1024 * 1024), (target.Resources!.Cpus, target.Resources.MemoryBytes));
        Assert.Equal(["db:10.0.0.5", "v6:::1"], target.ExtraHosts!);
        Assert.Equal(("local", "10m", "3"), (target.Log!.Driver, target.Log.Options!["max-size"], target.Log.Options["max-file"]));
    }

    [Fact]
    public void Extra_hosts_may_be_a_block()
    {
        var target = Deploy.Target("name: app\nextra_hosts:\n  db.internal: 10.0.0.5\n  server: host-gateway\n");

        Assert.Equal(["db.internal:10.0.0.5", "server:host-gateway"], target.ExtraHosts!);
    }

    [Fact]
    public void Bad_address_in_a_block_of_hosts_is_found_where_it_is_written()
    {
        var problem = Deploy.Problem("name: app\nextra_hosts:\n  a: 10.0.0.5\n  db: nowhere\n");

        Assert.Equal(("extra_hosts.db", 4), (problem.Path, problem.Line));
        Assert.Contains("'nowhere' is not an IP address", problem.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("extra_hosts: [db]", "extra_hosts[0]", "has no ':'")]
    [InlineData("extra_hosts: [\"a b:10.0.0.1\"]", "extra_hosts[0]", "is not a host name")]
    [InlineData("extra_hosts: [\"db:10.1\"]", "extra_hosts[0]", "is not an IP address")]
    [InlineData("extra_hosts: {db: [10.0.0.1]}", "extra_hosts.db", "must be an address")]
    [InlineData("user: \"a:b:c\"", "user", "is not a user")]
    [InlineData("user: \"a b\"", "user", "is not a user")]
    [InlineData("resources: {cpus: 0}", "resources.cpus", "must be 0.01 to 4096, not 0")]
    [InlineData("resources: {cpus: \"0.5\"}", "resources.cpus", "must be a number, but this is quoted text")]
    [InlineData("resources: {memory: 5m}", "resources.memory", "'memory' must be 6m to 1024t, not 5m")]
    [InlineData("resources: {memory: lots}", "resources.memory", "'lots' is not a size")]
    [InlineData("resources: {memory: true}", "resources.memory", "must be a size")]
    [InlineData("log: {options: {a: b}}", "log.driver", "'driver' is missing")]
    [InlineData("log: {driver: a b}", "log.driver", "must not contain blanks")]
    [InlineData("command: []", "command", "names no program")]
    [InlineData("command: \"\"", "command", "the command is empty")]
    [InlineData("entrypoint: a && b", "entrypoint", "there is no shell")]
    [InlineData("command: {a: b}", "command", "must be a command, as text or as a list")]
    [InlineData("init: 1", "init", "must be true or false")]
    public void What_no_container_can_have_is_refused(string line, string path, string message)
    {
        var problem = Deploy.Problem($"name: app\n{line}\n");

        Assert.Equal((path, 2), (problem.Path, problem.Line));
        Assert.Contains(message, problem.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Shell_syntax_is_answered_with_a_way_to_have_a_shell()
    {
        var problem = Deploy.Problem("name: app\ncommand: migrate && serve\n");

        Assert.Equal(ProblemCode.Value, problem.Code);
        Assert.Contains("[\"sh\", \"-c\", \"…\"]", problem.Hint, StringComparison.Ordinal);
    }
}
