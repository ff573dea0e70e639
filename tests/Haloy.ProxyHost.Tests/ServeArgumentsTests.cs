using Haloy.Proxy.AccessLogs;
using Haloy.Proxy.Hosting;

namespace Haloy.ProxyHost.Tests;

public sealed class ServeArgumentsTests
{
    [Fact]
    public void Nothing_given_means_the_defaults()
    {
        var options = Parse([], _ => null);

        Assert.Equal(new ProxyOptions { DataDirectory = "/var/lib/haloy" }, options);
        Assert.False(options.ProxyProtocol);
    }

    [Fact]
    public void Flags_are_taken_in_both_spellings_and_win_over_the_environment()
    {
        var options = Parse(["--http", "127.0.0.1:8080", "--https=[::1]:8443", "--data-dir", "/flag"], name => name switch
        {
            "HALOY_DATA_DIR" => "/environment",
            "HALOY_DEBUG" => "true",
            _ => null,
        });

        Assert.Equal(("127.0.0.1:8080", "[::1]:8443", "/flag", AccessLogSampling.On), (options.Http.ToString(), options.Https.ToString(), options.DataDirectory, options.AccessLog));
    }

    [Theory]
    [InlineData("0")]
    [InlineData("false")]
    [InlineData("")]
    public void Debugging_can_be_said_to_be_off(string value) =>
        Assert.Equal(AccessLogSampling.Off, Parse([], name => name == "HALOY_DEBUG" ? value : null).AccessLog);

    [Theory]
    [InlineData("off", 0)]
    [InlineData("on", 1)]
    [InlineData("1/100", 100)]
    public void Access_log_has_all_requests_a_share_or_none(string value, int every)
    {
        Assert.Equal(every, Parse([$"--access-log={value}"], _ => null).AccessLog.Every);
        Assert.Equal(every, Parse([], name => name switch { "HALOY_ACCESS_LOG" => value, "HALOY_DEBUG" => "1", _ => null }).AccessLog.Every);
    }


    [Fact]
    public void Proxies_in_front_are_named_by_network()
    {
        var options = Parse(["--proxy-protocol", "--trusted-proxies", "10.0.0.0/8, 2001:db8::1", "--data-dir=/d"], _ => null);

        Assert.Equal(["10.0.0.0/8", "2001:db8::1/128"], options.TrustedProxies.Select(n => n.ToString()));
        Assert.Equal((true, "/d"), (options.ProxyProtocol, options.DataDirectory));
    }

    [Fact]
    public void Limits_come_from_the_environment_or_from_flags()
    {
        string? Environment(string name) => name switch
        {
            "HALOY_MAX_CONNECTIONS" => "5000",
            "HALOY_MAX_CONNECTIONS_PER_ADDRESS" => "20",
            _ => null,
        };

        var options = Parse([], Environment);
        Assert.Equal((5000, 20), (options.MaxConnections, options.MaxConnectionsPerAddress));
        options = Parse(["--max-connections=1", "--max-connections-per-address", "0"], Environment);
        Assert.Equal((1, 0), (options.MaxConnections, options.MaxConnectionsPerAddress));
    }

    [Fact]
    public void Mistake_in_the_environment_is_named_as_well()
    {
        var parsed = ServeArguments.Parse([], name => name == "HALOY_MAX_CONNECTIONS" ? "many" : null);

        Assert.Contains("HALOY_MAX_CONNECTIONS 'many' is not a number of connections", parsed.Failure!.Message);
    }

    [Theory]
    [InlineData("--max-connections '0' is not a number", "--max-connections", "0")]
    [InlineData("--max-connections-per-address '-1' is not a number", "--max-connections-per-address", "-1")]
    [InlineData("'10.0.0.0/33' is not an address or a network", "--trusted-proxies", "::1,10.0.0.0/33")]
    [InlineData("does not know '--port'", "--port", "80")]
    [InlineData("--http needs a value", "--http")]
    [InlineData("'nowhere' is not ADDR:PORT", "--https", "nowhere")]
    public void Mistake_is_named(string message, params string[] args)
    {
        var parsed = ServeArguments.Parse(args, _ => null);

        Assert.False(parsed.Succeeded);
        Assert.Contains(message, parsed.Failure.Message);
        Assert.NotNull(parsed.Failure.Hint);
    }

    private static ProxyOptions Parse(string[] args, Func<string, string?> environment) => ServeArguments.Parse(args, environment).Value!;
}
