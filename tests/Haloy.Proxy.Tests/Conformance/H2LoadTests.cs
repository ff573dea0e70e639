using System.Text.RegularExpressions;
using Haloy.Proxy.Tests.Support;
using Haloy.Testing;

namespace Haloy.Proxy.Tests.Conformance;

/// <summary>h2load: many streams on few connections, by a client that is not ours.</summary>
public sealed class H2LoadTests : IDisposable
{
    private const string H2Load = "/usr/bin/h2load";

    private readonly TempDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    [Theory]
    [InlineData("https", "many streams", "-n", "5000", "-c", "10", "-m", "100")]
    [InlineData("https", "one at a time", "-n", "2000", "-c", "10", "-m", "1")]
    [InlineData("https", "small windows", "-n", "500", "-c", "5", "-m", "20", "-w", "10", "-W", "12")]
    [InlineData("https", "small frames and tables", "-n", "1000", "-c", "5", "-m", "20", "--header-table-size=0", "--encoder-header-table-size=0")]
    [InlineData("https", "bodies", "-n", "500", "-c", "5", "-m", "20", "-d", "BODY")]
    [InlineData("http", "HTTP/1.1 in a pipeline", "-n", "5000", "-c", "10", "-m", "20", "--h1")]
    [InlineData("https", "HTTP/1.1 over TLS", "-n", "2000", "-c", "10", "--h1")]
    public async Task Every_request_is_answered(string scheme, string what, params string[] options)
    {
        Tools.Need("peers", H2Load);
        await using var backend = await KestrelBackend.StartAsync(async context =>
        {
            await context.Request.Body.CopyToAsync(Stream.Null, context.RequestAborted);
            await context.Response.Body.WriteAsync(new byte[20_000], context.RequestAborted);
        });
        TestCertificates.WriteSelfSigned(_directory.File("certs"), "localhost");
        await File.WriteAllBytesAsync(_directory.File("body"), new byte[300_000], TestContext.Current.CancellationToken);
        await using var proxy = await TestProxy.StartAsync(directory: _directory);
        await proxy.ApplyAsync(Snapshots.Plain("localhost", backend.EndPoint));
        var port = (scheme == "http" ? proxy.Server.HttpEndpoint : proxy.Server.HttpsEndpoint).Port;

        var (code, output, error) = await Tools.RunAsync(H2Load, [.. options.Select(o => o == "BODY" ? _directory.File("body") : o), $"{scheme}://localhost:{port}/"]);

        Assert.True(code == 0, $"{what}: {error}");
        var count = options[1];
        Assert.Matches(new Regex($"requests: {count} total, {count} started, {count} done, {count} succeeded, 0 failed, 0 errored, 0 timeout"), output);
        Assert.Contains($"status codes: {count} 2xx", output, StringComparison.Ordinal);
    }
}
