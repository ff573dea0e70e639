using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Haloy.Testing.Load;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Haloy.Testing.Tests.Load;

/// <summary>The load client is the witness of "zero failed requests": it must see every kind of failure.</summary>
public sealed class LoadClientTests : IAsyncDisposable
{
    private static readonly LoadRequest Page = new(HttpMethod.Get, "/", null, "</html>");

    private readonly TempDirectory _directory = new();
    private WebApplication? _server;

    [Fact]
    public async Task Whole_answers_are_counted_by_version_and_none_has_failed()
    {
        var report = await LoadAgainst(AnswerWholly, requests: [Page, LoadRequest.HelloUpload(1000)]);

        Assert.Equal(0, report.Failed);
        Assert.Empty(report.Failures);
        Assert.True(report.Requests >= 4);
        Assert.Equal(("7", report.Requests), (report.Versions.Single().Version, report.Versions.Single().Count));
        Assert.True(report.Latency.Max >= report.Latency.P50 && report.Latency.P50 > 0);
    }

    [Fact]
    public async Task A_kept_connection_is_used_for_all_requests_of_its_worker()
    {
        var seen = new System.Collections.Concurrent.ConcurrentDictionary<string, int>();
        var enough = new TaskCompletionSource();

        var report = await LoadAgainst(
            context =>
            {
                seen.AddOrUpdate(context.Connection.Id, 1, (_, count) => count + 1);
                if (seen.Values.Sum() > 50)
                    enough.TrySetResult();
                return AnswerWholly(context);
            },
            options => options with { KeepAliveWorkers = 1, NewConnectionWorkers = 1 },
            until: enough.Task);

        Assert.Equal(1, report.Connections);
        Assert.Single(seen.Values, count => count > 1);
        Assert.Equal(report.Requests, seen.Values.Sum());
    }

    [Fact]
    public async Task An_error_status_is_a_failure_with_the_start_of_its_body() =>
        await AssertFails(
            context =>
            {
                context.Response.StatusCode = 502;
                return context.Response.WriteAsync("no backend</html>");
            },
            "status 502: no backend");

    [Fact]
    public async Task A_body_without_its_end_is_a_failure() =>
        await AssertFails(context => context.Response.WriteAsync("<html>"), "lacks '</html>'");

    [Fact]
    public async Task A_body_shorter_than_announced_is_a_failure() =>
        await AssertFails(
            async context =>
            {
                context.Response.ContentLength = 1000;
                await context.Response.WriteAsync("</html>");
                await context.Response.Body.FlushAsync();
                context.Abort();
            },
            "");

    [Fact]
    public async Task A_connection_closed_without_an_answer_is_a_failure() =>
        await AssertFails(
            context =>
            {
                context.Abort();
                return Task.CompletedTask;
            },
            "");

    [Fact]
    public async Task An_answer_that_does_not_come_in_time_is_a_failure() =>
        await AssertFails(
            context => Task.Delay(Timeout.Infinite, context.RequestAborted),
            "no answer in time",
            options => options with { Timeout = TimeSpan.FromMilliseconds(50) });

    [Fact]
    public async Task A_certificate_of_the_trusted_authority_is_accepted_for_its_name_only()
    {
        using var certificate = CertificateFor("hello.localhost");
        await File.WriteAllTextAsync(_directory.File("ca.pem"), certificate.ExportCertificatePem(), TestContext.Current.CancellationToken);
        var address = await ServeAsync(AnswerWholly, certificate);

        var right = await RunAsync(TlsOptions("hello.localhost"), Task.CompletedTask);
        var wrongName = await RunAsync(TlsOptions("other.localhost"), Task.CompletedTask);

        Assert.Equal((0, true), (right.Failed, right.Requests > 0));
        Assert.Equal(wrongName.Requests, wrongName.Failed);
        Assert.Contains("RemoteCertificateNameMismatch", wrongName.Failures[0].Reason, StringComparison.Ordinal);

        LoadOptions TlsOptions(string host) => new()
        {
            Url = new Uri($"https://{host}:{address.Port}"),
            ConnectTo = address,
            CaFile = _directory.File("ca.pem"),
            Requests = [Page],
            Http2Workers = 1,
        };
    }

    [Fact]
    public async Task A_certificate_of_another_authority_is_refused()
    {
        using var certificate = CertificateFor("hello.localhost");
        using var other = CertificateFor("hello.localhost");
        await File.WriteAllTextAsync(_directory.File("ca.pem"), other.ExportCertificatePem(), TestContext.Current.CancellationToken);
        var address = await ServeAsync(AnswerWholly, certificate);

        var report = await RunAsync(
            new LoadOptions { Url = new Uri("https://hello.localhost"), ConnectTo = address, CaFile = _directory.File("ca.pem"), Requests = [Page] },
            Task.CompletedTask);

        Assert.Equal(report.Requests, report.Failed);
    }

    public async ValueTask DisposeAsync()
    {
        if (_server is not null)
            await _server.DisposeAsync();
        _directory.Dispose();
    }

    private async Task AssertFails(RequestDelegate answer, string reason, Func<LoadOptions, LoadOptions>? change = null)
    {
        var report = await LoadAgainst(answer, change);

        Assert.True(report.Requests > 0);
        Assert.Equal(report.Requests, report.Failed);
        Assert.All(report.Failures, failure => Assert.Contains(reason, failure.Reason, StringComparison.Ordinal));
    }

    private async Task<LoadReport> LoadAgainst(
        RequestDelegate answer, Func<LoadOptions, LoadOptions>? change = null, IReadOnlyList<LoadRequest>? requests = null, Task? until = null)
    {
        var address = await ServeAsync(answer);
        var options = new LoadOptions { Url = new Uri("http://hello.localhost"), ConnectTo = address, Requests = requests ?? [Page] };
        return await RunAsync(change?.Invoke(options) ?? options, until ?? Task.CompletedTask);
    }

    private static async Task<LoadReport> RunAsync(LoadOptions options, Task until)
    {
        await using var load = await LoadClient.StartAsync(options, TestContext.Current.CancellationToken);
        await until.WaitAsync(TestContext.Current.CancellationToken);
        return await load.StopAsync();
    }

    private static async Task AnswerWholly(HttpContext context)
    {
        context.Response.Headers["X-Hello-Version"] = "7";
        await context.Response.WriteAsync(Convert.ToHexStringLower(await SHA256.HashDataAsync(context.Request.Body)) + "</html>");
    }

    private async Task<IPEndPoint> ServeAsync(RequestDelegate answer, X509Certificate2? certificate = null)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseKestrelHttpsConfiguration();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0, listen =>
        {
            if (certificate is not null)
                listen.UseHttps(certificate);
        }));
        _server = builder.Build();
        _server.Run(answer);
        await _server.StartAsync(TestContext.Current.CancellationToken);
        return new IPEndPoint(IPAddress.Loopback, new Uri(_server.Urls.Single()).Port);
    }

    private static X509Certificate2 CertificateFor(string host)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=test", key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName(host);
        request.CertificateExtensions.Add(names.Build());
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(certificateAuthority: true, false, 0, critical: true));
        var now = DateTimeOffset.UtcNow;
        return request.CreateSelfSigned(now.AddDays(-1), now.AddDays(1));
    }
}
