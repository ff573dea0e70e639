using System.Globalization;
using System.Net;
using System.Security.Cryptography;
using Haloy.Proxy.Tests.Support;
using Haloy.Testing;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace Haloy.Proxy.Tests.Conformance;

/// <summary>curl, in every version of HTTP it speaks, before a web server that is not ours.</summary>
public sealed class CurlTests : IAsyncLifetime
{
    private const string Curl = "/usr/bin/curl";
    private const int Length = 2_000_000;

    private readonly TempDirectory _directory = new();
    private KestrelBackend _backend = null!;
    private TestProxy _proxy = null!;

    /// <summary>How curl is asked to speak, over what, and what it then says it has spoken.</summary>
    public static TheoryData<string, string, string> Versions => new()
    {
        { "--http1.0", "http", "1.1" }, // a server says what it speaks itself (RFC 9110 §2.5)
        { "--http1.1", "http", "1.1" },
        { "--http2", "http", "1.1" }, // asks for an upgrade, which nobody has to grant (RFC 9113 §3.1)
        { "--http1.0", "https", "1.1" },
        { "--http1.1", "https", "1.1" },
        { "--http2", "https", "2" },
        { "--http2-prior-knowledge", "https", "2" },
        { "--no-alpn", "https", "1.1" },
    };

    public async ValueTask InitializeAsync()
    {
        Tools.Need("peers", Curl);
        _backend = await KestrelBackend.StartAsync(AnswerAsync);
        TestCertificates.WriteSelfSigned(_directory.File("certs"), "app.example.com");
        _proxy = await TestProxy.StartAsync(directory: _directory);
        await _proxy.ServeAsync(_backend.EndPoint);
        await File.WriteAllBytesAsync(_directory.File("upload"), RandomNumberGenerator.GetBytes(Length), TestContext.Current.CancellationToken);
    }

    public async ValueTask DisposeAsync()
    {
        await _proxy.DisposeAsync();
        await _backend.DisposeAsync();
        _directory.Dispose();
    }

    [Theory]
    [MemberData(nameof(Versions))]
    public async Task Get_is_answered(string version, string scheme, string spoken) =>
        Assert.Equal($"GET /a/../b%2Fc;d?e=%20&f|200 {spoken}", await AskAsync(version, scheme, "/a/../b%2Fc;d?e=%20&f", "--path-as-is"));

    [Theory]
    [MemberData(nameof(Versions))]
    public async Task Head_has_no_body(string version, string scheme, string spoken)
    {
        var head = await AskAsync(version, scheme, "/", "--head");

        Assert.Contains("content-length: 6\r\n", head, StringComparison.OrdinalIgnoreCase);
        Assert.EndsWith($"\r\n\r\n|200 {spoken}", head, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Versions))]
    public async Task File_is_uploaded(string version, string scheme, string spoken) =>
        Assert.Equal($"{await HashAsync()}|200 {spoken}", await AskAsync(version, scheme, "/hash", "--upload-file", _directory.File("upload")));

    [Theory]
    [MemberData(nameof(Versions))]
    public async Task File_is_uploaded_once_the_app_has_said_to_go_on(string version, string scheme, string spoken)
    {
        // Patience for the 100 is a minute, so an upload that nobody asks for does not end in time.
        var answer = await AskAsync(version, scheme, "/hash", "--upload-file", _directory.File("upload"), "--header", "Expect: 100-continue", "--expect100-timeout", "60", "--max-time", "30", "--include");

        if (version != "--http1.0")
            Assert.Contains($"HTTP/{spoken} 100", answer, StringComparison.Ordinal);
        Assert.EndsWith($"\r\n\r\n{await HashAsync()}|200 {spoken}", answer, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Versions))]
    public async Task Part_of_a_file_is_answered(string version, string scheme, string spoken) =>
        Assert.Equal($"3456|206 {spoken}", await AskAsync(version, scheme, "/digits", "--range", "3-6"));

    [Theory]
    [MemberData(nameof(Versions))]
    public async Task Body_of_unknown_length_is_whole(string version, string scheme, string spoken) =>
        Assert.Equal($"{new string('x', 100_000)}end|200 {spoken}", await AskAsync(version, scheme, "/parts"));

    [Theory]
    [MemberData(nameof(Versions))]
    public async Task Trailers_of_an_app_do_no_harm(string version, string scheme, string spoken)
    {
        await using var backend = ScriptedBackend.Answering("HTTP/1.1 200 OK\r\nTrailer: X-Sum\r\nTransfer-Encoding: chunked\r\n\r\n4\r\nbody\r\n0\r\nX-Sum: 1\r\n\r\n");
        await _proxy.ServeAsync(backend.EndPoint);

        Assert.Equal($"body|200 {spoken}", await AskAsync(version, scheme, "/", "--header", "TE: trailers"));
    }

    [Theory]
    [InlineData("--http1.1", "http")]
    [InlineData("--http1.1", "https")]
    [InlineData("--http2", "https")]
    public async Task Upload_of_unknown_length_is_whole(string version, string scheme)
    {
        string[] curl = [Curl, .. Options(version, scheme), "--upload-file", "-", Url(scheme, "/hash")];
        var (code, output, error) = await Tools.RunAsync("/bin/sh", ["-c", "cat \"$0\" | \"$@\"", _directory.File("upload"), .. curl]);

        Assert.True(code == 0, error);
        Assert.StartsWith(await HashAsync(), output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--http1.1", "http")]
    [InlineData("--http1.1", "https")]
    [InlineData("--http2", "https")]
    public async Task Connection_is_used_again(string version, string scheme)
    {
        var answers = await RunAsync([.. Options(version, scheme), "--write-out", "|%{num_connects}\n", Url(scheme, "/1"), Url(scheme, "/2"), Url(scheme, "/3")]);

        Assert.Equal("GET /1|1\nGET /2|0\nGET /3|0\n", answers);
    }

    [Theory]
    [InlineData("--http1.1", "http")]
    [InlineData("--http2", "https")]
    public async Task Many_are_answered_at_once(string version, string scheme)
    {
        var statuses = await RunAsync(
            [.. Options(version, scheme), "--parallel", "--parallel-max", "100", "--output", _directory.File("answer#1"), "--write-out", "%{http_code}\n", Url(scheme, "/[1-300]")]);

        Assert.Equal(Enumerable.Repeat("200", 300), statuses.Split('\n', StringSplitOptions.RemoveEmptyEntries));
        foreach (var number in Enumerable.Range(1, 300))
            Assert.Equal($"GET /{number}", await File.ReadAllTextAsync(_directory.File($"answer{number}"), TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task Http2_without_encryption_is_refused()
    {
        var (code, output, _) = await Tools.RunAsync(Curl, [.. Options("--http2-prior-knowledge", "http"), Url("http", "/")]);

        Assert.NotEqual(0, code);
        Assert.DoesNotContain("GET /", output, StringComparison.Ordinal);
        Assert.Equal("GET /|200 1.1", await AskAsync("--http1.1", "http", "/"));
    }

    private static async Task AnswerAsync(HttpContext context)
    {
        var (request, response) = (context.Request, context.Response);
        switch (request.Path.Value)
        {
            case "/hash":
                await response.WriteAsync(Convert.ToHexString(await SHA256.HashDataAsync(request.Body, context.RequestAborted)), context.RequestAborted);
                break;
            case "/digits":
                await Results.File("0123456789"u8.ToArray(), enableRangeProcessing: true).ExecuteAsync(context);
                break;
            case "/parts":
                await response.WriteAsync(new string('x', 100_000), context.RequestAborted);
                await response.WriteAsync("end", context.RequestAborted);
                break;
            default:
                var answer = $"{request.Method} {context.Features.Get<IHttpRequestFeature>()!.RawTarget}";
                response.ContentLength = answer.Length;
                if (!HttpMethods.IsHead(request.Method))
                    await response.WriteAsync(answer, context.RequestAborted);
                break;
        }
    }

    private async Task<string> HashAsync() => Convert.ToHexString(SHA256.HashData(await File.ReadAllBytesAsync(_directory.File("upload"), TestContext.Current.CancellationToken)));

    // The body, and behind it status and version.
    private Task<string> AskAsync(string version, string scheme, string path, params string[] more) =>
        RunAsync([.. Options(version, scheme), "--write-out", "|%{http_code} %{http_version}", .. more, Url(scheme, path)]);

    private static async Task<string> RunAsync(IEnumerable<string> arguments)
    {
        var (code, output, error) = await Tools.RunAsync(Curl, arguments);
        Assert.True(code == 0, $"curl ended with {code}: {error}");
        return output;
    }

    private IEnumerable<string> Options(string version, string scheme) =>
        ["--silent", "--show-error", "--insecure", "--max-time", "60", version, "--resolve", $"app.example.com:{Port(scheme)}:127.0.0.1"];

    private string Url(string scheme, string path) => $"{scheme}://app.example.com:{Port(scheme)}{path}";

    private string Port(string scheme) =>
        (scheme == "http" ? _proxy.Server.HttpEndpoint : _proxy.Server.HttpsEndpoint).Port.ToString(CultureInfo.InvariantCulture);
}
